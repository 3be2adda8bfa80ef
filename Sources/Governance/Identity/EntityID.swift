/// The ids of keys and users: opaque, unique for all time, never given twice.
public enum EntityID {
    /// How many random characters an id has: 100 bits.
    private static let length = 20

    /// Makes a new id from the system's random numbers: `key_` or `user_` and 20 characters of base 32.
    public static func make(_ kind: EntityKind) -> String {
        var random = SystemRandomNumberGenerator()
        return make(kind, using: &random)
    }

    /// Makes a new id.
    /// - Parameters:
    ///   - kind: what it is for.
    ///   - random: where the bits come from; anything but the system's generator is for tests.
    public static func make(_ kind: EntityKind, using random: inout some RandomNumberGenerator) -> String {
        kind.rawValue + "_" + RandomText.base32(length, using: &random)
    }

    /// The id of an object that the configuration declares.
    /// - Parameter name: the name that the configuration gives it.
    public static func file(_ name: String) -> String { "file:" + name }
}
