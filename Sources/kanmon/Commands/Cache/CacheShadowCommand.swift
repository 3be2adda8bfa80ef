import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon cache shadow`: what was found by meaning, for setting thresholds.
struct CacheShadowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow",
        abstract:
            "Show what a running gateway has found by meaning, given or not, and what each threshold would come to.",
        discussion: """
            REFUSED are questions that the stored one most like them says something else than.
            EQUAL and AGREEING are hits whose answer was that of the provider, by letter and as
            far as words tell. Samples show masked beginnings of prompts, of teams whose prompts
            may be kept alone; reading them is in the audit log.

              kanmon cache shadow --model chat --samples 20
            """
    )

    @OptionGroup var admin: AdminOptions
    @Option(help: ArgumentHelp("Only the questions to this public model.", valueName: "name")) var model: String?
    @Option(help: ArgumentHelp("How many findings of each kind, up to 256.", valueName: "count")) var samples = 0

    func validate() throws {
        guard (0...256).contains(samples) else { throw ValidationError("'--samples' must be from 0 to 256.") }
    }

    func run() async throws {
        let filters = [("model", model), ("samples", String(samples))] as [(String, String?)]
        try await admin.withClient { client in
            let call = AdminCall(.get, "/cache/shadow", query: AdminCall.parameters(filters))
            try admin.print(try await client.door.answer(call)) { Self.text($0) }
        }
    }

    private static func text(_ report: JSONValue) -> String {
        func table(_ rows: JSONValue?, _ view: AdminView) -> String? {
            guard let rows, rows.array?.isEmpty == false else { return nil }
            return view.table(["rows": rows])
        }
        var total = report["total"]?.object ?? JSONObject()
        let thresholds = total["thresholds"]
        total = JSONObject(total.filter { !["thresholds", "scores"].contains($0.name) })
        let parts: [(String, String?)] = [
            ("", AdminView.details(.object(total))), ("", table(thresholds, .shadowThresholds)),
            ("MODELS", table(report["models"], .shadowModels)), ("HITS", table(report["hits"], .shadowFindings)),
            ("REFUSALS", table(report["refusals"], .shadowFindings)),
            ("RECENT", table(report["recent"], .shadowFindings)),
        ]
        return parts.compactMap { title, text in text.map { title.isEmpty ? $0 : title + "\n" + $0 } }
            .joined(separator: "\n\n")
    }
}
