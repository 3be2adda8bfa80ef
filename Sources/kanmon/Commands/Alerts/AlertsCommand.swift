import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon alerts`: what people were told, and when they are.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "List alerts, the rules behind them and where people are told.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN).

              kanmon alerts list --open
              kanmon alerts rules
              kanmon alerts test --channel ops-mail
            """,
        subcommands: [List.self, Rules.self, Channels.self, Test.self]
    )

    /// `kanmon alerts list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List alerts, newest first.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions
        @Flag(help: "Only what nobody has acknowledged.") var open = false
        @Option(help: ArgumentHelp("Only what concerns this team.", valueName: "name")) var team: String?

        func run() async throws {
            try await list.run(admin, "/alerts", [("open", open ? "true" : nil), ("team", team)], .alerts)
        }
    }

    /// `kanmon alerts rules`
    struct Rules: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rules",
            abstract: "List the rules in force and what stands by each now."
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            try await admin.withClient { client in
                let reply = try await client.door.answer(AdminCall(.get, "/alerts/rules"))
                try admin.print(reply) { AdminView.alertRules.table($0) }
            }
        }
    }

    /// `kanmon alerts channels`
    struct Channels: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "channels",
            abstract: "List where people are told, and what came of the last message."
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            try await admin.withClient { client in
                let reply = try await client.door.answer(AdminCall(.get, "/alerts/channels"))
                try admin.print(reply) { AdminView.alertChannels.table($0) }
            }
        }
    }

    /// `kanmon alerts test`
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send a test message to a channel. Exit code 1 where it was not taken."
        )

        @OptionGroup var admin: AdminOptions
        @Option(help: ArgumentHelp("The channel.", valueName: "name")) var channel: String

        func run() async throws {
            try await admin.withClient { client in
                let call = AdminCall(.post, "/alerts/test", body: ["channel": .string(channel)])
                let reply = try await client.door.answer(call)
                try admin.print(reply, AdminView.details)
                guard try reply.value["ok"]?.bool == true else { throw ExitCode(CommandFailure.exitCode) }
            }
        }
    }
}
