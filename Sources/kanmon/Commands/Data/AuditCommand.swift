import ArgumentParser
import ControlPlane

/// `kanmon audit`: who changed what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List and verify the log of who changed what.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data).

              kanmon audit list --from 7d --action key.create
              kanmon audit verify --data /var/lib/kanmon
            """,
        subcommands: [List.self, Verify.self]
    )

    /// `kanmon audit list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List changes, newest first.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @Option(help: ArgumentHelp("Not before: a time, a date, or 7d for a week ago.", valueName: "time"))
        var from: String?
        @Option(help: ArgumentHelp("Before this time.", valueName: "time")) var to: String?
        @Option(help: ArgumentHelp("Only what somebody of this id did.", valueName: "id")) var actor: String?
        @Option(help: ArgumentHelp("Only this: key.rotate.", valueName: "action")) var action: String?
        @Option(help: ArgumentHelp("Only what was done to this kind of object.", valueName: "kind")) var kind: String?
        @Option(help: ArgumentHelp("Only what was done to the object of this id.", valueName: "id")) var object: String?
        @Option(help: ArgumentHelp("Only what was done to what belongs to this team.", valueName: "name"))
        var team: String?

        func validate() throws {
            _ = try MomentOption.past(from, "from")
            _ = try MomentOption.past(to, "to")
        }

        func run() async throws {
            let filters: [(name: String, value: String?)] = [
                ("from", try MomentOption.past(from, "from")), ("to", try MomentOption.past(to, "to")),
                ("actor", actor), ("action", action), ("kind", kind), ("object", object), ("team", team),
            ]
            try await list.run(admin, "/audit", filters, .audit)
        }
    }

    /// `kanmon audit verify`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Find any edit, gap or change of order in the audit log.",
            discussion: """
                Prints the head of the chain: entries and digest. Noted down elsewhere, it proves with --anchor later that
                nothing up to it was changed or cut off. Exit code 1 where anything is not as it was written.
                """
        )

        @OptionGroup var admin: AdminOptions
        @Option(help: ArgumentHelp("A head that was noted down.", valueName: "entries.digest")) var anchor: String?

        func run() async throws { try await Verification.run(admin, "/audit/verify", anchor, of: "the audit log") }
    }
}
