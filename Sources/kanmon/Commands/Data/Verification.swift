import ControlPlane
import Governance
import JSONText

/// Asks whether a chain is as it was written.
enum Verification {
    /// Prints what was found.
    /// - Throws: ``CommandFailure`` where there is a problem.
    static func run(_ options: AdminOptions, _ template: String, _ anchor: String?, of what: String) async throws {
        let call = AdminCall(.get, template, query: AdminCall.parameters([("anchor", anchor)]))
        try await options.withClient { client in
            let reply = try await client.door.answer(call)
            try options.print(reply, AdminView.details)
            let result = try reply.value
            guard result["ok"]?.bool == true else {
                let problem = result["problem"]
                let files = (result["set_aside"]?.array ?? []).compactMap(\.string)
                guard problem != .null || files.isEmpty else {
                    throw CommandFailure(
                        "\(what) lacks what could not be read in the data folder's "
                            + TerminalText.plain(files.joined(separator: ", "))
                            + ": what it has is as it was written"
                    )
                }
                let words = problem?["message"]?.string ?? problem?.string ?? "it says nothing"
                throw CommandFailure("\(what) is not as it was written: \(TerminalText.plain(words))")
            }
        }
    }
}
