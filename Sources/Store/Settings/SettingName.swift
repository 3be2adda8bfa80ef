/// The name of a value that the gateway keeps of itself.
public struct SettingName: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String

    /// A setting of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The secret that digests of virtual keys are made with.
    public static let pepper = SettingName(rawValue: "pepper")
    /// What tells this installation from others.
    public static let instance = SettingName(rawValue: "instance")
    /// How far the first set-up has come.
    public static let bootstrap = SettingName(rawValue: "bootstrap")
    /// Where everything that alerts watch stands.
    public static let alertStates = SettingName(rawValue: "alert_states")
    /// What rules of alerts were changed to at run time.
    public static let alertRules = SettingName(rawValue: "alert_rules")
    /// The messages that are to be delivered.
    public static let outbox = SettingName(rawValue: "outbox")
    /// The week on which was reported last.
    public static let weeklyReport = SettingName(rawValue: "weekly_report")
}
