import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// Which key is meant.
struct KeyArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The key's id or name.", valueName: "key"))
    var reference: String
}

/// What only keys have.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The team that it belongs to.", valueName: "name"))
    var team: String?

    @Option(help: ArgumentHelp("The project that it belongs to.", valueName: "name"))
    var project: String?

    @Option(help: ArgumentHelp("The user that it belongs to.", valueName: "id"))
    var owner: String?

    @Option(help: ArgumentHelp("Its environment: dev, test or prod.", valueName: "name"))
    var environment: String?

    @Option(
        help: ArgumentHelp("When it ends: 2027-01-01, 2027-01-01T09:00:00+09:00, or 90d from now.", valueName: "time")
    )
    var expires: String?

    @Option(help: ArgumentHelp("When it begins.", valueName: "time"))
    var notBefore: String?

    @Flag(help: "Requests must be signed; the secret is printed on a second line, this once.")
    var signing = false

    func validate() throws {
        _ = try MomentOption.future(expires, "expires")
        _ = try MomentOption.future(notBefore, "not-before")
    }

    /// The members that have a value.
    var members: [(name: String, value: String?)] {
        get throws {
            [
                ("team", team), ("project", project), ("owner", owner), ("environment", environment),
                ("expires", try MomentOption.future(expires, "expires")),
                ("not_before", try MomentOption.future(notBefore, "not-before")),
            ]
        }
    }
}

/// A change of a key that may have a reason.
struct KeyChange: ParsableArguments {
    @OptionGroup var admin: AdminOptions
    @OptionGroup var key: KeyArgument

    @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text"))
    var reason: String?

    func run(_ template: String, _ verb: String) async throws {
        try await admin.withClient { client in
            let id = try await client.id(of: key.reference, in: "keys")
            let body: JSONObject? = reason.map { ["reason": .string($0)] }
            let reply = try await client.door.answer(AdminCall(.post, template, id, body: body))
            try admin.print(reply) { key in "\(verb) \(KeyPrinting.name(key))" }
        }
    }
}

/// Keys on a terminal.
enum KeyPrinting {
    /// Prints what is told this once to standard output, and the rest to standard error.
    static func printOnce(_ reply: AdminReply, _ options: AdminOptions, verb: String) throws {
        try options.print(reply) { key in
            guard let text = key["key"]?.string else {
                throw AdminFailure(code: "no_gateway", "The answer has no key.")
            }
            Terminal.writeError("\(verb) \(name(key)); the text is shown this once")
            return [text, key["signing_secret"]?.string].compactMap(\.self).joined(separator: "\n")
        }
    }

    /// Name and id.
    static func name(_ key: JSONValue) -> String {
        TerminalText.plain("\(key["name"]?.string ?? "") (\(key["id"]?.string ?? ""))")
    }
}
