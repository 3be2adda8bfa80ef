import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon cache feedback`: an answer by meaning was wrong.
struct CacheFeedbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feedback",
        abstract: "Mark an answer that a request got by meaning wrong.",
        discussion: """
            The stored answer goes, and is not given again for those two questions. What a
            request got is remembered for the last few thousand, in shadow mode too.

              kanmon cache feedback 01j9… --reason "another year"
            """
    )

    @OptionGroup var admin: AdminOptions
    @Argument(help: ArgumentHelp("The request, as x-request-id said.", valueName: "request-id")) var request: String
    @Option(help: ArgumentHelp("Why, for the audit log.", valueName: "text")) var reason: String?

    func run() async throws {
        var body: JSONObject = ["request_id": .string(request), "wrong": true]
        if let reason { body.append("reason", .string(reason)) }
        try await admin.withClient { client in
            let call = AdminCall(.post, "/cache/feedback", body: body)
            try admin.print(try await client.door.answer(call), AdminView.details)
        }
    }
}
