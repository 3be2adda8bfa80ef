import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon keys`: virtual keys.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List, make, rotate and revoke virtual keys.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data), where a gateway that runs on it sees changes within a second. A key is named by its id or
            by its name.

              kanmon keys list --team research
              KEY=$(kanmon keys create my-app --team research --expires 90d --budget 100/month)
              kanmon keys rotate my-app --overlap 2h
              kanmon keys revoke my-app --reason 'left on a train'
            """,
        subcommands: [
            List.self, Show.self, Create.self, Update.self, Rotate.self, Revoke.self, Enable.self, Disable.self,
            Delete.self,
        ]
    )

    /// `kanmon keys list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List keys.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions

        @Option(help: ArgumentHelp("Only keys of this name.", valueName: "name")) var name: String?
        @Option(help: ArgumentHelp("Only this team's.", valueName: "name")) var team: String?
        @Option(help: ArgumentHelp("Only this project's.", valueName: "name")) var project: String?
        @Option(help: ArgumentHelp("Only this user's.", valueName: "id")) var owner: String?
        @Option(help: ArgumentHelp("Only this environment's: dev, test or prod.", valueName: "name"))
        var environment: String?
        @Option(help: ArgumentHelp("Only keys with this tag.", valueName: "tag")) var tag: String?
        @Option(help: ArgumentHelp("Only keys that are revoked, or that are not.", valueName: "true|false"))
        var revoked: Bool?
        @Option(help: ArgumentHelp("Only keys that are disabled, or that are not.", valueName: "true|false"))
        var disabled: Bool?

        func run() async throws {
            let filters: [(name: String, value: String?)] = [
                ("name", name), ("team", team), ("project", project), ("owner", owner), ("environment", environment),
                ("tag", tag), ("revoked", revoked.map(String.init)), ("disabled", disabled.map(String.init)),
            ]
            try await list.run(admin, "/keys", filters, .keys)
        }
    }

    /// `kanmon keys show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a key.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var key: KeyArgument

        func run() async throws {
            try await admin.withClient { client in
                let id = try await client.id(of: key.reference, in: "keys")
                try admin.print(try await client.door.answer(AdminCall(.get, "/keys/{id}", id)), AdminView.details)
            }
        }
    }

    /// `kanmon keys create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a key and print its text, this once.",
            discussion: "Standard output is the key's text and nothing else; what was made is told on standard error."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var object: ObjectOptions
        @OptionGroup var members: KeyOptions

        @Argument(help: ArgumentHelp("The key's name.", valueName: "name")) var name: String

        func run() async throws {
            var body = try object.body([("name", name)] + members.members)
            if members.signing { body["signing"] = true }
            let call = AdminCall(.post, "/keys", body: body)
            try await admin.withClient { client in
                try KeyPrinting.printOnce(try await client.door.answer(call), admin, verb: "made")
            }
        }
    }

    /// `kanmon keys update`
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update",
            abstract: "Change a key.",
            discussion: "Members that are named are replaced whole; with --from, null takes one away (RFC 7396)."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var object: ObjectOptions
        @OptionGroup var members: KeyOptions
        @OptionGroup var key: KeyArgument

        func run() async throws {
            var body = try object.body(members.members)
            if members.signing { body["signing"] = true }
            let patch = body
            try await admin.withClient { client in
                let id = try await client.id(of: key.reference, in: "keys")
                let reply = try await client.door.answer(AdminCall(.patch, "/keys/{id}", id, body: patch))
                try admin.print(reply, AdminView.details)
            }
        }
    }

    /// `kanmon keys rotate`
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Give a key a new text and print it, this once.",
            discussion: "The old text stays valid for a while: a day where nothing is said."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var key: KeyArgument

        @Option(help: ArgumentHelp("For how long the old text stays valid: 0s, 30m, 2h, 30d.", valueName: "duration"))
        var overlap: String?

        func validate() throws {
            guard overlap.map({ ArgumentText.duration($0) != nil }) ?? true else {
                throw ValidationError("'--overlap' must be a duration such as 2h.")
            }
        }

        func run() async throws {
            let seconds = overlap.flatMap(ArgumentText.duration)
            let body: JSONObject? = seconds.map { ["overlap_seconds": JSONValue(Int(clamping: $0))] }
            try await admin.withClient { client in
                let id = try await client.id(of: key.reference, in: "keys")
                let reply = try await client.door.answer(AdminCall(.post, "/keys/{id}/rotate", id, body: body))
                try KeyPrinting.printOnce(reply, admin, verb: "rotated")
            }
        }
    }

    /// `kanmon keys revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Refuse a key from now on, for good."
        )

        @OptionGroup var change: KeyChange

        func run() async throws { try await change.run("/keys/{id}/revoke", "revoked") }
    }

    /// `kanmon keys enable`
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Accept a disabled key again.")

        @OptionGroup var change: KeyChange

        func run() async throws { try await change.run("/keys/{id}/enable", "enabled") }
    }

    /// `kanmon keys disable`
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Refuse a key until it is enabled again."
        )

        @OptionGroup var change: KeyChange

        func run() async throws { try await change.run("/keys/{id}/disable", "disabled") }
    }

    /// `kanmon keys delete`
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete a key.",
            discussion: "Its requests stay in the ledger. A key that is only to be refused is better revoked."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var key: KeyArgument

        func run() async throws {
            try await admin.withClient { client in
                let id = try await client.id(of: key.reference, in: "keys")
                let reply = try await client.door.answer(AdminCall(.delete, "/keys/{id}", id))
                try admin.print(reply) { _ in "deleted \(id)" }
            }
        }
    }
}
