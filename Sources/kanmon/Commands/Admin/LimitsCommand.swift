import ArgumentParser
import ControlPlane
import Governance

/// `kanmon limits`: how much may be used in a time, and where it stands.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "List limits with where they stand.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN): it alone knows where limits
            stand. On a data folder (--data) their amounts are listed.

              kanmon limits list --scope key:key_…
            """,
        subcommands: [List.self, Show.self]
    )

    /// `kanmon limits list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List limits.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @Option(help: ArgumentHelp("Only those on this: team:research, key:key_…", valueName: "scope"))
        var scope: String?

        func run() async throws { try await list.run(admin, "/limits", [("scope", scope)], .limits) }
    }

    /// `kanmon limits show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a limit; of one on a key's models each that was asked for."
        )

        @OptionGroup var admin: AdminOptions
        @Argument(
            help: ArgumentHelp("The limit, as 'list' names it: team:research~requests_per_minute.", valueName: "id")
        )
        var id: String

        func run() async throws {
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(AdminCall(.get, "/limits/{id}", id)), AdminView.details)
            }
        }
    }
}
