import Governance
import JSONText

/// `GET /admin/v1/config/diff`: what a reload would change.
struct ConfigurationDiffOperation: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/config/diff",
                id: "diffConfiguration",
                answer: .json(status: 200, .reference("ConfigurationDiff")),
                handle: diff
            )
        ]
    }

    private func diff(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let running = services.configuration()
        var problems: [JSONValue] = []
        var lines: [JSONValue] = []
        var isChanged = false
        var isOnlyHidden = false
        switch await services.runtime.configurationInFile() {
        case .none: throw AdminError(409, .conflict, "This gateway was started without a configuration file.")
        case .invalid(let found):
            isChanged = true
            problems = found.map { .string($0) }
        case .valid(let file):
            isChanged = file != running
            guard isChanged else { break }
            // Masked before they are compared: of a secret that is another one nothing is shown.
            let (before, after) = (ConfigurationText.json(running), ConfigurationText.json(file))
            guard let diff = ConfigurationDiff(PrettyJSON.text(before), PrettyJSON.text(after)) else {
                problems = [.string("The configuration is too long to be compared line by line.")]
                break
            }
            lines = diff.lines.map { ["op": .string($0.sign), "text": .string($0.text)] }
            isOnlyHidden = lines.isEmpty
        }
        return .json([
            "changed": .bool(isChanged), "only_hidden": .bool(isOnlyHidden), "problems": .array(problems),
            "lines": .array(lines),
        ])
    }
}
