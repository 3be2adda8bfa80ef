import ArgumentParser
import ControlPlane
import Governance
import JSONText
import Store

/// `kanmon users`: the people who may sign in.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "List, make, change and delete the people who may sign in.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data). Somebody is named by id or by name. Passwords come from standard input, never as an argument.

              kanmon users list --role auditor
              kanmon users create hanako --role team-admin --team research --password-stdin
            """,
        subcommands: [
            List.self, Show.self, Create.self, Update.self, Password.self, Unlock.self, Delete.self, Bootstrap.self,
        ]
    )

    /// What only users have.
    struct Members: ParsableArguments {
        @Option(help: ArgumentHelp("The name for people.", valueName: "text")) var displayName: String?
        @Option(name: .customLong("team"), help: ArgumentHelp("A team, once for each.", valueName: "name"))
        var teams: [String] = []

        func body(_ object: ObjectOptions, _ own: [(name: String, value: String?)]) throws -> JSONObject {
            var body = try object.body(own + [("display_name", displayName)])
            if !teams.isEmpty { body["teams"] = .array(teams.map { .string($0) }) }
            return body
        }
    }

    /// `kanmon users list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List users.")

        @OptionGroup var admin: AdminOptions
        @OptionGroup var list: ListOptions

        @Option(help: ArgumentHelp("Only those of this name.", valueName: "name")) var name: String?
        @Option(help: ArgumentHelp("Only this team's.", valueName: "name")) var team: String?
        @Option(help: ArgumentHelp("Only those of this role.", valueName: "role")) var role: String?
        @Option(help: ArgumentHelp("Only those who are disabled, or who are not.", valueName: "true|false"))
        var disabled: Bool?

        func run() async throws {
            let filters: [(name: String, value: String?)] = [
                ("name", name), ("team", team), ("role", role), ("disabled", disabled.map(String.init)),
            ]
            try await list.run(admin, "/users", filters, .users)
        }
    }

    /// `kanmon users show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a user.")

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("Id or name.", valueName: "user")) var user: String

        func run() async throws {
            try await admin.withClient { client in
                let id = try await client.id(of: user, in: "users")
                try admin.print(try await client.door.answer(AdminCall(.get, "/users/{id}", id)), AdminView.details)
            }
        }
    }

    /// `kanmon users create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a user.",
            discussion: "Without a password nobody can sign in as the user."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var object: ObjectOptions
        @OptionGroup var members: Members

        @Option(help: ArgumentHelp("owner, admin, auditor, team-admin, member or viewer.", valueName: "role"))
        var role: String?
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @Argument(help: ArgumentHelp("What the person signs in with.", valueName: "name")) var name: String

        func validate() throws {
            if passwordStdin, object.file == "-" {
                throw ValidationError("'--password-stdin' and '--from -' both read standard input.")
            }
        }

        func run() async throws {
            var body = try members.body(object, [("name", name), ("role", role)])
            if passwordStdin { body["password"] = .string(try PasswordInput.read()) }
            let call = AdminCall(.post, "/users", body: body)
            try await admin.withClient { client in
                try admin.print(try await client.door.answer(call), AdminView.details)
            }
        }
    }

    /// `kanmon users update`
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update",
            abstract: "Change a user.",
            discussion: "Members that are named are replaced whole; with --from, null takes one away (RFC 7396)."
        )

        @OptionGroup var admin: AdminOptions
        @OptionGroup var object: ObjectOptions
        @OptionGroup var members: Members

        @Option(help: ArgumentHelp("owner, admin, auditor, team-admin, member or viewer.", valueName: "role"))
        var role: String?
        @Option(help: ArgumentHelp("Whether the user is shut out.", valueName: "true|false")) var disabled: Bool?
        @Argument(help: ArgumentHelp("Id or name.", valueName: "user")) var user: String

        func run() async throws {
            var body = try members.body(object, [("role", role)])
            if let disabled { body["disabled"] = .bool(disabled) }
            let patch = body
            try await admin.withClient { client in
                let id = try await client.id(of: user, in: "users")
                let reply = try await client.door.answer(AdminCall(.patch, "/users/{id}", id, body: patch))
                try admin.print(reply, AdminView.details)
            }
        }
    }

    /// `kanmon users password`
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: "Set a user's password, read from standard input, and end all sessions."
        )

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("Id or name.", valueName: "user")) var user: String

        func run() async throws {
            let body: JSONObject = ["password": .string(try PasswordInput.read())]
            try await admin.withClient { client in
                let id = try await client.id(of: user, in: "users")
                let reply = try await client.door.answer(AdminCall(.post, "/users/{id}/password", id, body: body))
                try admin.print(reply) { _ in "the password of \(id) is set" }
            }
        }
    }

    /// `kanmon users unlock`
    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlock",
            abstract: "Let somebody sign in again after too many wrong passwords.",
            discussion: "Wrong passwords are counted in the running gateway: name it with --url."
        )

        @OptionGroup var admin: AdminOptions
        @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text")) var reason: String?
        @Argument(help: ArgumentHelp("Id or name.", valueName: "user")) var user: String

        func validate() throws {
            if admin.folder.isGiven {
                throw ValidationError("Wrong passwords are counted in the running gateway only.")
            }
        }

        func run() async throws {
            try await admin.withClient { client in
                let id = try await client.id(of: user, in: "users")
                let body: JSONObject? = reason.map { ["reason": .string($0)] }
                let reply = try await client.door.answer(AdminCall(.post, "/users/{id}/unlock", id, body: body))
                try admin.print(reply) { _ in "unlocked \(id)" }
            }
        }
    }

    /// `kanmon users bootstrap`
    struct Bootstrap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bootstrap",
            abstract: "Make another token for the first owner.",
            discussion: """
                In place of the one that the gateway printed at its first start, which is good no more. A gateway may run on \
                the folder. Where there is an owner, or was, none is made: 'kanmon users create' and 'kanmon users password' \
                work on a data folder too.
                """
        )

        @OptionGroup var folder: DataOptions

        func run() async throws {
            let open = try OpenFolder(try folder.folder())
            let door = try await open.door(try folder.loadConfiguration())
            let token: BootstrapToken?
            do throws(StoreError) { token = try await door.renewBootstrapToken() } catch {
                throw CommandFailure("\(error)")
            }
            try open.close()
            guard let token else { throw CommandFailure("There is an owner, or was one: no token makes another.") }
            try OutputFile(nil).write(Array((token.reveal() + "\n").utf8))
        }
    }

    /// `kanmon users delete`
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a user.")

        @OptionGroup var admin: AdminOptions
        @Argument(help: ArgumentHelp("Id or name.", valueName: "user")) var user: String

        func run() async throws {
            try await admin.withClient { client in
                let id = try await client.id(of: user, in: "users")
                let reply = try await client.door.answer(AdminCall(.delete, "/users/{id}", id))
                try admin.print(reply) { _ in "deleted \(id)" }
            }
        }
    }
}
