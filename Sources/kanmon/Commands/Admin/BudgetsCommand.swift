import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon budgets`: what may be spent, and where it stands.
struct BudgetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgets",
        abstract: "List budgets with where they stand, and raise one for a time.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN): it alone knows where budgets
            stand. On a data folder (--data) their rules are listed.

              kanmon budgets list --scope team:research
              kanmon budgets raise team:research~month --amount 50 --until 2d --reason 'evaluation'
            """,
        subcommands: [List.self, Show.self, Raise.self]
    )

    /// `kanmon budgets list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List budgets.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @OptionGroup var amounts: CurrencyOption
        @Option(help: ArgumentHelp("Only those on this: team:research, key:key_…", valueName: "scope"))
        var scope: String?

        func run() async throws { try await list.run(admin, "/budgets", [("scope", scope)], .budgets, amounts) }
    }

    /// `kanmon budgets show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a budget.")

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("The budget, as 'list' names it: team:research~month.", valueName: "id"))
        var id: String

        func run() async throws {
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(AdminCall(.get, "/budgets/{id}", id)), AdminView.details)
            }
        }
    }

    /// `kanmon budgets raise`
    struct Raise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "raise",
            abstract: "Raise a budget for a time, with a reason."
        )

        @OptionGroup var admin: AdminOptions
        @Option(
            help: ArgumentHelp("How much more: US dollars, or tokens of a budget in tokens.", valueName: "decimal")
        ) var amount: String?
        @Option(help: .hidden) var tokens: Int?
        @Option(help: ArgumentHelp("Until when: a time, a date, or 2d from now.", valueName: "time")) var until: String
        @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text")) var reason: String
        @Argument(help: ArgumentHelp("The budget, as 'list' names it: team:research~month.", valueName: "id"))
        var id: String

        func validate() throws {
            guard (amount == nil) != (tokens == nil) else {
                throw ValidationError("Say by how much: '--amount'.")
            }
            _ = try MomentOption.future(until, "until")
        }

        func run() async throws {
            var body: JSONObject = ["reason": .string(reason)]
            if let amount { body["amount"] = .string(amount) }
            if let tokens { body["amount"] = .string("\(tokens)") }
            if let until = try MomentOption.future(until, "until") { body["until"] = .string(until) }
            let call = AdminCall(.post, "/budgets/{id}/raise", id, body: body)
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(call), AdminView.details)
            }
        }
    }
}
