internal import Guardrails
internal import JSONText

/// Lakera Guard: `POST /v2/guard`, one message a request, since the service looks at the last ones
/// (<https://docs.lakera.ai/docs/api/guard>, sections on the request's and the response's format;
/// <https://docs.lakera.ai/api-reference/lakera-api/guard/screen-content>).
///
/// What counts is the service's `flagged`; its breakdown says why, and its payload where. In what offsets count and whether the
/// last one is included is not documented, and the examples of the first page have both too far: the text that stands beside them
/// is what is found. The service trusts messages of the role `system` and does not screen them, so instructions are sent as a
/// user's. Options: `project` (the project whose policy applies), `system` (`user`; `system`: instructions are sent as such, and
/// have no verdict of their own).
struct LakeraAdapter: WindowedAdapter {
    let type = AdapterType.lakera
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    /// The most places that an answer may name: each may be looked for in the text.
    private static let mostItems = 1000

    private let project: String?
    private let systemRole: String

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        project = try options.text("project")
        systemRole = try options.word("system", of: ["user", "system"], default: "user")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        // What tools and documents bring is the user's for this service; not every version of it has a role for them.
        let role = batch.first.map { window in
            switch question.texts[window.text].origin {
            case .system: systemRole
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
        let payload = try root.list("payload")
        guard isFlagged else { return }
        guard payload.count <= Self.mostItems else {
            throw AdapterError(.unexpectedShape, "there are more than \(Self.mostItems) places")
        }
        var located: [String: Set<Range<Int>>] = [:]
        let offsets = CodePointIndex(window.bytes)
        for node in payload {
            let item = try node.object()
            let name = try item.member("detector_type")
            let detector = try name.string()
            for range in try places(item, node, offsets, window) {
                guard located[detector, default: []].insert(range).inserted else { continue }
                verdict.add(try Self.type(name), EntityNames.rule(type, detector), at: range, in: window)
            }
        }
        for name in detected where located[name] == nil {
            let node = AnswerNode(.string(name), at: "the answer.breakdown")
            verdict.add(try Self.type(node), EntityNames.rule(type, name), in: window)
        }
        if detected.isEmpty, located.isEmpty {
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "flagged"), in: window)
        }
    }

    /// Where something stands, in bytes of the window: as the offsets say where its text stands there, else wherever it stands.
    private func places(
        _ item: AnswerObject,
        _ node: AnswerNode,
        _ offsets: CodePointIndex,
        _ window: TextWindow
    ) throws(AdapterError) -> [Range<Int>] {
        let start = try item.member("start").int()
        let end = try item.member("end").int()
        let outside = AdapterError(.offsetOutOfRange, "\(node.path) is not in the text")
        guard start >= 0, end >= start, end < Int.max else { throw outside }
        let exclusive = offsets.bytes(from: start, to: end)
        guard let text = try item.optional("text")?.string() else {
            guard let exclusive else { throw outside }
            return [exclusive]
        }
        for range in [exclusive, offsets.bytes(from: start, to: end + 1)] {
            if let range, window.bytes.dropFirst(range.lowerBound).prefix(range.count).elementsEqual(text.utf8) {
                return [range]
            }
        }
        let places = window.places(of: text)
        guard !places.isEmpty else { throw outside }
        return places
    }

    private static func type(_ name: AnswerNode) throws(AdapterError) -> FindingType {
        let text = try name.string()
        if text.hasPrefix("prompt_attack") { return AdapterFindingTypes.injection }
        if text.hasPrefix("moderated_content") || text.hasPrefix("content_moderation") {
            return AdapterFindingTypes.moderation
        }
        if text.hasPrefix("unknown_link") { return AdapterFindingTypes.url }
        let part = text.hasPrefix("pii/") ? String(text.dropFirst(4)) : text
        return try names.type(AnswerNode(.string(part), at: name.path))
    }

    /// <https://docs.lakera.ai/docs/defenses>
    private static let names = EntityNames([
        "name": .personName, "email": .email, "email_address": .email, "phone_number": .phone, "ip_address": .ipAddress,
        "credit_card": .creditCard, "iban_code": .iban, "us_social_security_number": .socialSecurityNumber,
        "address": AdapterFindingTypes.address, "crypto_address": .wallet,
    ])
}
