package seawall.simulation.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RecordedFlowTest {
    @Test
    void cme() throws Exception {
        long start = System.nanoTime();
        Findings f = RecordedFlow.CME.compare(Path.of("../../shared/data/orderflow"), lines -> {});
        System.out.println((System.nanoTime() - start) / 1000000 + " ms");
        System.out.println(
                f.causes() + " trades " + f.trades() + " books " + f.books() + " orders " + f.orders() + " queues "
                        + f.queues() + " ev " + f.events() + " cmd " + f.commands() + " re " + f.resynchronisations());
        f.differences().stream()
                .filter(d -> d.cause() == Cause.UNEXPLAINED)
                .limit(30)
                .forEach(System.out::println);
        assertThat(f.explained()).isTrue();
    }
}
