/// What kind of thing was found, by the name that policies, logs and the command line use.
public struct FindingType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name in capitals, e.g. `MY_NUMBER`.
    public let rawValue: String

    /// A kind by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Its name.
    public var description: String { rawValue }
}
