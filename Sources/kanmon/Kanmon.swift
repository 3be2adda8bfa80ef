import ArgumentParser

/// The command line's root.
struct Kanmon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kanmon",
        abstract: "A self-hosted gateway between your applications and every model provider.",
        discussion: """
            Applications keep the SDK they have and change one base URL.

            Try it without any account, with simulated providers:
              kanmon serve --demo

            Use the providers whose keys are in the environment (OPENAI_API_KEY,
            ANTHROPIC_API_KEY, GEMINI_API_KEY, …) and a running Ollama:
              kanmon serve

            Write a configuration, check it, run it:
              kanmon check kanmon.yaml
              kanmon serve --config kanmon.yaml

            Then point an application at it:
              export OPENAI_BASE_URL=http://127.0.0.1:4000/v1
              export ANTHROPIC_BASE_URL=http://127.0.0.1:4000

            Exit codes: 0 fine, 1 a configuration has errors or a command failed,
            2 wrong usage.
            """,
        version: Version.current,
        subcommands: [
            ServeCommand.self, CheckCommand.self, ExplainCommand.self, SchemaCommand.self, SimulateCommand.self,
            PricesCommand.self, CacheCommand.self, GuardCommand.self, KeysCommand.self, GroupCommand<TeamKind>.self,
            GroupCommand<ProjectKind>.self,
            UsersCommand.self,
            BudgetsCommand.self, LimitsCommand.self, UsageCommand.self, LedgerCommand.self, AuditCommand.self,
            AlertsCommand.self, ReportCommand.self,
            BackupCommand.self,
            RestoreCommand.self, VersionCommand.self,
        ]
    )
}
