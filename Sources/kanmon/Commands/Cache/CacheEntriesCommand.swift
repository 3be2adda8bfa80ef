import ArgumentParser
import ControlPlane
import Governance

/// `kanmon cache entries`: the stored answers that are given most often.
struct CacheEntriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries",
        abstract: "List the stored answers that a running gateway gives most often, without their content."
    )

    @OptionGroup var admin: AdminOptions
    @Option(help: ArgumentHelp("Only those of this public model.", valueName: "name")) var model: String?
    @Option(help: ArgumentHelp("Only those that this team has asked for.", valueName: "name")) var team: String?
    @Option(help: ArgumentHelp("How many at most, up to 1000.", valueName: "count")) var limit = 50

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("'--limit' must be from 1 to 1000.") }
    }

    func run() async throws {
        let filters = [("model", model), ("team", team), ("limit", String(limit))] as [(String, String?)]
        try await admin.withClient { client in
            let call = AdminCall(.get, "/cache/entries", query: AdminCall.parameters(filters))
            try admin.print(try await client.door.answer(call)) { AdminView.cacheEntries.table($0) }
        }
    }
}
