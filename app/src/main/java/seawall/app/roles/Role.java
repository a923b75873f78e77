package seawall.app.roles;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import seawall.cluster.ClusterMember;
import seawall.cluster.DirectoryLock;
import seawall.link.LinkMedia;

/// What the processes of an exchange share: they start from a file, say when they are ready, and stop, their parts in
/// reverse order, on SIGTERM or when whoever started them is gone.
abstract class Role implements Callable<Integer> {
    /// What a process prints when it can be used.
    static final String READY = "ready";

    private static final Logger LOG = LoggerFactory.getLogger(Role.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /// Exit status of a process that ended because it could not go on.
    private static final int FAILED = 70;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "What to run, and how.")
    private Path config = Path.of("role.properties");

    @Option(
            names = "--with-parent",
            hidden = true,
            description = "Stop when standard input ends: it is a pipe from the process that started this one.")
    private boolean withParent;

    private final PrintStream out = System.out;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch failed = new CountDownLatch(1);

    /// Starts everything.
    ///
    /// @return what to tell about it, such as ports
    abstract String start(RoleFile file) throws Exception;

    @Override
    public Integer call() throws Exception {
        var shutdown = new Thread(this::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(shutdown);
        if (withParent) {
            Thread.ofPlatform().daemon().name("parent").start(Role::endWithParent);
        }
        String told;
        try {
            told = start(new RoleFile(config));
        } catch (Exception | Error e) {
            close();
            throw e;
        }
        out.println(READY + " " + told);
        out.flush();
        while (!failed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            String broken = broken();
            if (!broken.isEmpty()) {
                fail(broken, null);
            }
        }
        return FAILED;
    }

    /// What no waiting will mend, asked about once a second; empty while all is well. Such a process ends, so that
    /// whoever started it can start it again.
    String broken() {
        return "";
    }

    /// Starts an Aeron media driver of this process's own.
    ///
    /// @param directory locked for as long as the process lives: two processes with one would destroy each other's
    final LinkMedia media(Path directory) {
        add(DirectoryLock.acquire(directory, "media"));
        return add(LinkMedia.embedded(ClusterMember.driverDirectory(directory)));
    }

    /// Adds a part that has started.
    final <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /// Ends the process when a part of it is beyond trust.
    final void fail(String what, @Nullable Throwable reason) {
        LOG.error("{}; the process ends", what, reason);
        failed.countDown();
    }

    private void close() {
        synchronized (parts) {
            while (!parts.isEmpty()) {
                try {
                    parts.pop().close();
                } catch (Exception e) {
                    LOG.warn("a part did not close cleanly", e);
                }
            }
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said over the pipe but that it is open.
            }
        } catch (IOException gone) {
            LOG.info("the pipe to the parent broke: {}", gone.toString());
        }
        LOG.info("the process that started this one is gone");
        System.exit(0);
    }
}
