import ArgumentParser
import ControlPlane
import Governance

/// `kanmon teams` and `kanmon projects`.
struct GroupCommand<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Kind.collection,
            abstract: "List, make, change and delete \(Kind.collection).",
            discussion: """
                Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
                (--data).

                  kanmon \(Kind.collection) list
                  kanmon \(Kind.collection) create research --\(Kind.parent) acme --budget 100/month
                """,
            subcommands: [
                GroupList<Kind>.self, GroupShow<Kind>.self, GroupCreate<Kind>.self, GroupUpdate<Kind>.self,
                GroupDelete<Kind>.self,
            ]
        )
    }
}

/// `kanmon teams list`
struct GroupList<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List \(Kind.collection).")
    }

    @OptionGroup var admin: AdminOptions
    @OptionGroup var list: ListOptions

    @Option(name: .customLong(Kind.parent), help: ArgumentHelp("Only this \(Kind.parent)'s.", valueName: "name"))
    var parent: String?
    @Option(help: ArgumentHelp("Only with this tag.", valueName: "tag")) var tag: String?

    func run() async throws {
        try await list.run(admin, "/" + Kind.collection, [(Kind.parent, parent), ("tag", tag)], Kind.view)
    }
}

/// `kanmon teams show`
struct GroupShow<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show \(Kind.noun).")
    }

    @OptionGroup var admin: AdminOptions
    @Argument(help: ArgumentHelp("The name.", valueName: "name")) var name: String

    func run() async throws {
        try await admin.withClient { client in
            let reply = try await client.door.answer(AdminCall(.get, "/\(Kind.collection)/{name}", name))
            try admin.print(reply, AdminView.details)
        }
    }
}

/// `kanmon teams create`
struct GroupCreate<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "create", abstract: "Make \(Kind.noun).")
    }

    @OptionGroup var admin: AdminOptions
    @OptionGroup var object: ObjectOptions
    @Option(name: .customLong(Kind.parent), help: ArgumentHelp("The \(Kind.parent) it belongs to.", valueName: "name"))
    var parent: String?
    @Argument(help: ArgumentHelp("The name, which never changes.", valueName: "name")) var name: String

    func run() async throws {
        let body = try object.body([("name", name), (Kind.parent, parent)])
        try await admin.withClient { client in
            let reply = try await client.door.answer(AdminCall(.post, "/" + Kind.collection, body: body))
            try admin.print(reply, AdminView.details)
        }
    }
}

/// `kanmon teams update`
struct GroupUpdate<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "update",
            abstract: "Change \(Kind.noun).",
            discussion: "Members that are named are replaced whole; with --from, null takes one away (RFC 7396)."
        )
    }

    @OptionGroup var admin: AdminOptions
    @OptionGroup var object: ObjectOptions
    @Option(name: .customLong(Kind.parent), help: ArgumentHelp("The \(Kind.parent) it belongs to.", valueName: "name"))
    var parent: String?
    @Argument(help: ArgumentHelp("The name.", valueName: "name")) var name: String

    func run() async throws {
        let body = try object.body([(Kind.parent, parent)])
        try await admin.withClient { client in
            let call = AdminCall(.patch, "/\(Kind.collection)/{name}", name, body: body)
            try admin.print(try await client.door.answer(call), AdminView.details)
        }
    }
}

/// `kanmon teams delete`
struct GroupDelete<Kind: GroupKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete", abstract: "Delete \(Kind.noun) that nothing belongs to.")
    }

    @OptionGroup var admin: AdminOptions
    @Argument(help: ArgumentHelp("The name.", valueName: "name")) var name: String

    func run() async throws {
        try await admin.withClient { client in
            let reply = try await client.door.answer(AdminCall(.delete, "/\(Kind.collection)/{name}", name))
            try admin.print(reply) { _ in "deleted \(TerminalText.plain(name))" }
        }
    }
}
