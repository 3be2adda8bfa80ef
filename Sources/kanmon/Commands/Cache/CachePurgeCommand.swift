import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon cache purge`: stored answers go.
struct CachePurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Remove stored answers of a running gateway, by one of the options.",
        discussion: """
            Answers that are on their way at the moment are not stored either. Each purge is in
            the audit log.

              kanmon cache purge --model gpt-4o --reason "a new system prompt"
            """
    )

    @OptionGroup var admin: AdminOptions
    @Option(help: ArgumentHelp("The one with this key, as 'x-kanmon-cache-key' shows it.", valueName: "digest"))
    var key: String?
    @Option(help: ArgumentHelp("Those of callers with this tag.", valueName: "tag")) var tag: String?
    @Option(help: ArgumentHelp("Those of this public model.", valueName: "name")) var model: String?
    @Option(help: ArgumentHelp("Those that this team has asked for.", valueName: "name")) var team: String?
    @Option(help: ArgumentHelp("Those that this virtual key has asked for.", valueName: "id")) var virtualKey: String?
    @Flag(help: "All.") var all = false
    @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text")) var reason: String?

    private var selection: [JSONObject.Member] {
        let texts = [("key", key), ("tag", tag), ("model", model), ("team", team), ("virtual_key", virtualKey)]
        let members = texts.compactMap { name, text in text.map { JSONObject.Member(name, .string($0)) } }
        return members + (all ? [JSONObject.Member("all", true)] : [])
    }

    func validate() throws {
        guard selection.count == 1 else {
            throw ValidationError("Say which: one of --key, --tag, --model, --team, --virtual-key and --all.")
        }
    }

    func run() async throws {
        let members = selection + (reason.map { [JSONObject.Member("reason", .string($0))] } ?? [])
        try await admin.withClient { client in
            let call = AdminCall(.post, "/cache/purge", body: JSONObject(members))
            try admin.print(try await client.door.answer(call), AdminView.details)
        }
    }
}
