internal import Guardrails
internal import JSONText

/// Lakera Guard: `POST /v2/guard`, one message a request, since the service looks at the last one
/// (<https://docs.lakera.ai/api-reference/lakera-api/guard/screen-content>).
///
/// What counts is the service's `flagged`; its breakdown says why, and its payload where. Offsets count code points; whether the
/// last one is included is not documented, and told by the text that stands beside it. Options: `project` (the project whose
/// policy applies).
struct LakeraAdapter: WindowedAdapter {
    let type = AdapterType.lakera
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    private let project: String?

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        project = try options.text("project")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        // What tools and documents bring is the user's for this service; it has no other untrusted role everywhere.
        let role = batch.first.map { window in
            switch question.texts[window.text].origin {
            case .system: "system"
            case .assistant: "assistant"
            case .user, .tool, .document: "user"
            }
        }
        var body: JSONObject = [
            "messages": [["role": .string(role ?? "user"), "content": .string(batch.first?.string ?? "")]],
            "breakdown": true, "payload": true,
        ]
        if let project { body["project_id"] = .string(project) }
        return connection.request("/v2/guard", .object(body))
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let isFlagged = try root.member("flagged").bool()
        var detected: [String] = []
        for node in try root.list("breakdown") {
            let item = try node.object()
            let name = try item.member("detector_type").string()
            if try item.member("detected").bool() { detected.append(name) }
        }
        guard let window = batch.first else { return }
        let places = try root.list("payload")
        guard isFlagged else { return }
        var located: Set<String> = []
        let offsets = CodePointIndex(window.bytes)
        for node in places {
            let item = try node.object()
            let name = try item.member("detector_type")
            let range = try range(item, node, offsets, window)
            located.insert(try name.string())
            verdict.add(try Self.type(name), EntityNames.rule(type, try name.string()), at: range, in: window)
        }
        for name in detected where !located.contains(name) {
            let node = AnswerNode(.string(name), at: "the answer.breakdown")
            verdict.add(try Self.type(node), EntityNames.rule(type, name), in: window)
        }
        if detected.isEmpty, located.isEmpty {
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "flagged"), in: window)
        }
    }

    private func range(
        _ item: AnswerObject,
        _ node: AnswerNode,
        _ offsets: CodePointIndex,
        _ window: TextWindow
    ) throws(AdapterError) -> Range<Int> {
        let start = try item.member("start").int()
        let end = try item.member("end").int()
        let outside = AdapterError(.offsetOutOfRange, "\(node.path) is not in the text")
        guard start >= 0, end >= start, end <= offsets.count else { throw outside }
        let exclusive = offsets.bytes(from: start, to: end)
        guard let text = try item.optional("text")?.string() else {
            guard let exclusive else { throw outside }
            return exclusive
        }
        for range in [exclusive, offsets.bytes(from: start, to: end + 1)] {
            if let range, window.bytes.dropFirst(range.lowerBound).prefix(range.count).elementsEqual(text.utf8) {
                return range
            }
        }
        throw outside
    }

    private static func type(_ name: AnswerNode) throws(AdapterError) -> FindingType {
        let text = try name.string()
        if text.hasPrefix("prompt_attack") { return AdapterFindingTypes.injection }
        if text.hasPrefix("moderated_content") || text.hasPrefix("content_moderation") {
            return AdapterFindingTypes.moderation
        }
        if text.hasPrefix("unknown_links") { return AdapterFindingTypes.url }
        let part = text.hasPrefix("pii/") ? String(text.dropFirst(4)) : text
        return try names.type(AnswerNode(.string(part), at: name.path))
    }

    /// <https://docs.lakera.ai/docs/defenses>
    private static let names = EntityNames([
        "name": .personName, "email": .email, "phone_number": .phone, "ip_address": .ipAddress,
        "credit_card": .creditCard, "iban_code": .iban, "us_social_security_number": .socialSecurityNumber,
        "address": AdapterFindingTypes.address, "crypto_address": .wallet,
    ])
}
