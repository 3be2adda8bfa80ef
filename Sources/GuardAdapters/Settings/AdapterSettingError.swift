/// Why a service cannot be asked as it is set.
public struct AdapterSettingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The setting that is wrong: `url`, `model`, `token`, `headers` or `options.NAME`.
    public let setting: String
    /// What is wrong with it, and what to write instead.
    public let message: String

    /// An error.
    public init(_ setting: String, _ message: String) {
        self.setting = setting
        self.message = message
    }

    /// Both in words.
    public var description: String { "\(setting): \(message)" }
}
