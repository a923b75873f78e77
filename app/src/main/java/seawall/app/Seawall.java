package seawall.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import seawall.app.roles.GatewayCommand;
import seawall.app.roles.HistoryCommand;
import seawall.app.roles.MemberCommand;

/// The `seawall` command.
@Command(
        name = "seawall",
        mixinStandardHelpOptions = true,
        version = "Seawall 0.1",
        description = "The exchange that keeps trading while everyone arrives at once.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Start with:  ./seawall demo"},
        subcommands = {
            DemoCommand.class,
            ClusterCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            SimulateCommand.class,
            CompareFlowCommand.class,
            BenchCommand.class,
            MemberCommand.class,
            GatewayCommand.class,
            HistoryCommand.class,
            AdminCommand.class,
            DrillCommand.class
        })
public final class Seawall {
    private Seawall() {}

    /// Runs a command; the exit status is 0 for success, 1 for a failure, 2 for a wrong call.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Seawall())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText("seawall: " + failure.getMessage()));
                    if (Boolean.getBoolean("seawall.trace")) {
                        failure.printStackTrace(command.getErr());
                    } else {
                        command.getErr().println("  (SEAWALL_JAVA_OPTS=-Dseawall.trace=true shows where)");
                    }
                    return 1;
                });
    }
}
