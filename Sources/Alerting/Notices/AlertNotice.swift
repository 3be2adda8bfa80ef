public import Governance
public import JSONText

/// What people or programs are told: an alert, a report, or a test of the way to them.
///
/// It is whole: whoever sends it needs to know nothing else, and it can be kept and sent later.
public struct AlertNotice: Hashable, Sendable {
    /// What kind of message it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Something is wrong, or no longer.
        case alert
        /// Figures of a week.
        case report
        /// Whether the way works.
        case test
    }

    /// What kind of message it is.
    public var kind: Kind
    /// How much it matters; `nil` for what is no alert.
    public var severity: AlertSeverity?
    /// Whether an alert is over.
    public var isCleared = false
    /// One line: the subject of a mail.
    public var title: String
    /// The whole text, in lines.
    public var text: String
    /// The same for mail programs that show HTML; `nil` where the text is all.
    public var html: String?
    /// The same for programs.
    public var json: JSONObject

    /// A message.
    public init(
        kind: Kind,
        severity: AlertSeverity? = nil,
        isCleared: Bool = false,
        title: String,
        text: String,
        html: String? = nil,
        json: JSONObject
    ) {
        self.kind = kind
        self.severity = severity
        self.isCleared = isCleared
        self.title = title
        self.text = text
        self.html = html
        self.json = json
    }
}

extension AlertNotice {
    /// What is told of an alert.
    /// - Parameters:
    ///   - change: what has happened.
    ///   - id: the alert's id, the same for everything that is told of it.
    ///   - gateway: what the gateway is called.
    ///   - zone: the time zone of times in texts.
    ///   - language: the language of texts.
    public init(_ change: AlertChange, id: String, gateway: String, zone: ZoneRules, language: NoticeLanguage) {
        let words = AlertWords(language: language)
        let title = words.title(change)
        let lines =
            [words.statement(change), ""] + words.facts(change, gateway, zone).map { "\($0.name): \($0.text)" }
            + ["ID: \(id)"]
        let text = lines.joined(separator: "\n")
        self.init(
            kind: .alert,
            severity: change.rule.severity,
            isCleared: change.kind == .cleared,
            title: title,
            text: text,
            json: [
                "id": .string(id), "kind": .string(Kind.alert.rawValue), "rule": .string(change.rule.name),
                "signal": .string(change.rule.signal.rawValue), "subject": .string(change.subject.text),
                "severity": .string(change.rule.severity.rawValue), "state": .string(change.kind.rawValue),
                "ending": change.ending.map { .string($0.rawValue) } ?? .null,
                "value": .init(floatLiteral: change.value),
                "threshold": .init(floatLiteral: change.rule.threshold),
                "window": change.rule.signal.isWindowed ? JSONValue(change.rule.window) : .null,
                "since": .string(Timestamp(seconds: change.since.seconds).description),
                "at": .string(Timestamp(seconds: change.at.seconds).description), "gateway": .string(gateway),
                "title": .string(title), "text": .string(text),
            ]
        )
    }

    /// A message that only shows that the way works.
    public static func test(gateway: String, at now: WallTime, zone: ZoneRules, language: NoticeLanguage) -> AlertNotice
    {
        let words = AlertWords(language: language)
        let title = words.testTitle
        let text = words.test(gateway, at: NumberText(language: language).time(now, in: zone))
        return AlertNotice(
            kind: .test,
            title: title,
            text: text,
            json: [
                "kind": .string(Kind.test.rawValue), "gateway": .string(gateway),
                "at": .string(Timestamp(seconds: now.seconds).description), "title": .string(title),
                "text": .string(text),
            ]
        )
    }
}

extension AlertNotice {
    /// Everything of it, to be kept.
    public var stored: JSONValue {
        [
            "kind": .string(kind.rawValue), "severity": severity.map { .string($0.rawValue) } ?? .null,
            "cleared": .bool(isCleared), "title": .string(title), "text": .string(text),
            "html": html.map { .string($0) } ?? .null, "json": .object(json),
        ]
    }

    /// Reads what ``stored`` writes.
    public init?(stored: JSONValue) {
        guard let kind = stored["kind"]?.string.flatMap(Kind.init(rawValue:)), let title = stored["title"]?.string,
            let text = stored["text"]?.string, let json = stored["json"]?.object
        else { return nil }
        self.init(
            kind: kind,
            severity: stored["severity"]?.string.flatMap(AlertSeverity.init(rawValue:)),
            isCleared: stored["cleared"]?.bool ?? false,
            title: title,
            text: text,
            html: stored["html"]?.string,
            json: json
        )
    }
}
