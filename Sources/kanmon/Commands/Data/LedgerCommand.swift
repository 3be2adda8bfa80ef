import ArgumentParser
import ControlPlane
import Governance
import JSONText
import Store

/// `kanmon ledger`: one record for each request that reached a provider.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "List, export, verify and price anew the records of requests, and show stored prompts and answers.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data).

              kanmon ledger list --from 1h --status 500
              kanmon ledger list --from 7d --guard-type MY_NUMBER
              kanmon ledger export --from 2026-02-01 --to 2026-03-01 --format csv --output february.csv
              kanmon ledger bodies 06d4s8hq0v3m2k7n1p5t9w4x8z2b6d0f
              kanmon ledger verify --data /var/lib/kanmon
              kanmon ledger rerate --from 30d --provider openai --dry-run
            """,
        subcommands: [List.self, Show.self, Bodies.self, Export.self, Verify.self, Rerate.self, Expire.self]
    )

    /// `kanmon ledger list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List requests, newest first.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var amounts: CurrencyOption

        func run() async throws {
            try await list.run(admin, "/ledger", try ledger.filters, .ledger, amounts)
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

    /// `kanmon ledger bodies`
    struct Bodies: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bodies",
            abstract: "Show or delete the prompt and the answer of a request, where they are stored.",
            discussion: "Each reading and each deletion is in the audit log."
        )

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("The record's entry, as JSON lists have it.", valueName: "entry")) var entry:
            String
        @Flag(help: "Delete them; the record stays.") var delete = false
        @Option(help: ArgumentHelp("Why they are deleted, for the audit log.", valueName: "text")) var reason: String?

        func validate() throws {
            if reason != nil, !delete { throw ValidationError("A '--reason' is for '--delete'.") }
        }

        func run() async throws {
            let template = "/ledger/{entry}/bodies"
            try await admin.withClient { client in
                guard delete else {
                    let reply = try await client.door.answer(AdminCall(.get, template, entry))
                    return try admin.print(reply, AdminView.details)
                }
                let body = reason.map { JSONObject([.init("reason", .string($0))]) }
                _ = try await client.door.answer(AdminCall(.delete, template, entry, body: body))
            }
        }
    }

    /// `kanmon ledger expire`
    struct Expire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "expire",
            abstract: "Remove at once what is older than it may become, as the gateway does every hour.",
            discussion: "Only a running gateway knows how long each team's records are kept."
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(AdminCall(.post, "/ledger/expire")), AdminView.details)
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
        @OptionGroup var ledger: LedgerOptions
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
            let filters = try ledger.filters + [("format", format.rawValue)]
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

    /// `kanmon ledger rerate`
    struct Rerate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rerate",
            abstract: "Work the costs of requests out anew by the prices in force.",
            discussion: """
                Each request at its own time, by the configuration's prices before the catalogue's. What differs gets a
                correction, the record itself stays; a known cost never becomes unknown. Done again it changes nothing.
                What budgets have spent stays as it is.

                On a data folder the configuration's own prices count only with --config.
                """
        )

        @OptionGroup var admin: AdminOptions
        @Option(help: ArgumentHelp("Not before this time, or 30d for so long ago.", valueName: "time"))
        var from: String?
        @Option(help: ArgumentHelp("Before this time.", valueName: "time")) var to: String?
        @Option(help: ArgumentHelp("Only answered by this provider.", valueName: "name")) var provider: String?
        @Option(help: ArgumentHelp("Only for this model, as callers name it.", valueName: "name")) var model: String?
        @Option(help: ArgumentHelp("Only this team's.", valueName: "name")) var team: String?
        @Flag(help: "Only say what would change.") var dryRun = false
        @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text")) var reason: String?

        func validate() throws {
            for (name, text) in [("from", from), ("to", to)] { _ = try MomentOption.past(text, name) }
        }

        func run() async throws {
            var body: JSONObject = ["dry_run": .bool(dryRun)]
            let members = [
                ("from", try MomentOption.past(from, "from")), ("to", try MomentOption.past(to, "to")),
                ("provider", provider), ("model", model), ("team", team), ("reason", reason),
            ]
            for (name, value) in members { if let value { body[name] = .string(value) } }
            let call = AdminCall(.post, "/ledger/rerate", body: body)
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(call), AdminView.details)
            }
        }
    }
}
