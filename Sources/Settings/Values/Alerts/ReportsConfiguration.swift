public import Alerting

/// What is reported regularly, and where.
public struct ReportsConfiguration: Sendable, Hashable {
    /// A day of the week, in their order; the raw value is what a document writes.
    public enum Weekday: String, Sendable, Hashable, CaseIterable {
        /// The first one.
        case monday
        /// The second one.
        case tuesday
        /// The third one.
        case wednesday
        /// The fourth one.
        case thursday
        /// The fifth one.
        case friday
        /// The sixth one.
        case saturday
        /// The last one.
        case sunday

        /// Days since Monday.
        public var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// The report on the week before.
    public struct Weekly: Sendable, Hashable {
        /// Whether it is sent.
        public let isEnabled: Bool
        /// The time zone of its days, as the IANA database names it; `nil` for the gateway's.
        public let timeZone: String?
        /// The day on which it is sent.
        public let weekday: Weekday
        /// The time of day, in seconds since midnight.
        public let time: Int
        /// Its language; `nil` for that of alerts.
        public let language: NoticeLanguage?
        /// The names of the channels that get it; `nil` for all.
        public let channels: Set<String>?

        /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
        public init(
            isEnabled: Bool = true,
            timeZone: String? = nil,
            weekday: Weekday = .monday,
            time: Int = 9 * 3600,
            language: NoticeLanguage? = nil,
            channels: Set<String>? = nil
        ) {
            self.isEnabled = isEnabled
            self.timeZone = timeZone
            self.weekday = weekday
            self.time = time
            self.language = language
            self.channels = channels
        }
    }

    /// The report on the week before.
    public let weekly: Weekly

    /// Puts the settings together in code; nothing is checked.
    public init(weekly: Weekly = Weekly()) { self.weekly = weekly }
}
