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
}
