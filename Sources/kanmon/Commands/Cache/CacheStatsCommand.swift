import ArgumentParser
import ControlPlane
import Governance

/// `kanmon cache stats`: what is stored, and what it was good for.
struct CacheStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show what a running gateway has stored, and how often it was of use."
    )

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        try await admin.withClient { client in
            try admin.print(try await client.door.answer(AdminCall(.get, "/cache")), AdminView.details)
        }
    }
}
