public import Alerting

/// What people are told of, when, and where.
public struct AlertsConfiguration: Sendable, Hashable {
    /// Whether anything is watched.
    public let isEnabled: Bool
    /// The rules: the standard ones as the document changes them, then its own.
    public let rules: [AlertRule]
    /// The names of the rules that the document says something of; they are changed there only.
    public let declared: Set<String>
    /// How often people are told of one thing.
    public let pace: AlertPace
    /// The language of texts.
    public let language: NoticeLanguage
    /// What the gateway is called in them.
    public let gateway: String
    /// Where people are told.
    public let channels: [AlertChannel]

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(
        isEnabled: Bool = true,
        rules: [AlertRule] = AlertRule.standard,
        declared: Set<String> = [],
        pace: AlertPace = AlertPace(),
        language: NoticeLanguage = .english,
        gateway: String = "kanmon",
        channels: [AlertChannel] = []
    ) {
        self.isEnabled = isEnabled
        self.rules = rules
        self.declared = declared
        self.pace = pace
        self.language = language
        self.gateway = gateway
        self.channels = channels
    }
}
