import ArgumentParser
import ControlPlane
import Governance
import Store

/// `kanmon ledger`: one record for each request that reached a provider.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "List, export and verify the records of requests.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data).

              kanmon ledger list --from 1h --status 500
              kanmon ledger export --from 2026-02-01 --to 2026-03-01 --format csv --output february.csv
              kanmon ledger verify --data /var/lib/kanmon
            """,
        subcommands: [List.self, Show.self, Export.self, Verify.self]
    )

    /// `kanmon ledger list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List requests, newest first.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var records: RecordOptions
        @OptionGroup var amounts: CurrencyOption
        @Option(help: ArgumentHelp("Only with this HTTP status.", valueName: "status")) var status: Int?

        func run() async throws {
            let filters = try records.filters + [("status", status.map(String.init))]
            try await list.run(admin, "/ledger", filters, .ledger, amounts)
        }
    }

    /// `kanmon ledger show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a request.")

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("The record's entry, as JSON lists have it.", valueName: "entry")) var entry:
            String

        func run() async throws {
            try await admin.withClient { client in
                let reply = try await client.door.answer(AdminCall(.get, "/ledger/{entry}", entry))
                try admin.print(reply, AdminView.details)
            }
        }
    }

    /// `kanmon ledger export`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write requests as CSV or JSON Lines, newest first.",
            discussion: "Memory holds a piece at a time, however many there are."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var records: RecordOptions
        @Option(help: ArgumentHelp("Only with this HTTP status.", valueName: "status")) var status: Int?
        @Option(help: "csv, or jsonl with a JSON object a line.") var format = LedgerExport.Format.csv
        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Write to this file, which must not be there yet.", valueName: "file")
        )
        var output: String?

        func validate() throws {
            if admin.json { throw ValidationError("An export has a '--format': csv or jsonl.") }
        }

        func run() async throws {
            let filters = try records.filters + [("status", status.map(String.init)), ("format", format.rawValue)]
            let call = AdminCall(.get, "/ledger/export", query: AdminCall.parameters(filters))
            try await admin.withClient { client in
                let file = try OutputFile(output)
                do {
                    try await client.door.stream(call) { try file.write($0) }
                } catch {
                    file.discard()
                    throw error
                }
                try file.finish()
            }
        }
    }

    /// `kanmon ledger verify`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Find any edit, gap or change of order in the ledger.",
            discussion: """
                Prints the head of the chain: segments, rows and digest. Noted down elsewhere, it proves with --anchor
                later that nothing up to it was changed or cut off. Exit code 1 where anything is not as it was written.
                """
        )

        @OptionGroup var admin: AdminOptions
        @Option(help: ArgumentHelp("A head that was noted down.", valueName: "segments.rows.digest")) var anchor:
            String?

        func run() async throws { try await Verification.run(admin, "/ledger/verify", anchor, of: "the ledger") }
    }
}
