/// The text of a virtual key that the gateway makes: `sk-km-` and 43 characters of base64url, 256 random bits.
///
/// It exists when the key is made and when a caller presents it; what is kept is its ``KeyDigest``. It never prints.
public struct KeyText: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What every key of the gateway begins with.
    public static let start = "sk-km-"
    private static let length = 43

    private let text: String

    /// Makes a new key from the system's random numbers.
    public static func generate() -> KeyText {
        var random = SystemRandomNumberGenerator()
        return generate(using: &random)
    }

    /// Makes a new key.
    /// - Parameter random: where the bits come from; anything but the system's generator is for tests.
    public static func generate(using random: inout some RandomNumberGenerator) -> KeyText {
        KeyText(unchecked: start + RandomText.base64URL(RandomText.bytes(32, using: &random)))
    }

    private init(unchecked text: String) { self.text = text }

    /// Reads a key.
    /// - Parameter text: a text of the form that the gateway makes; anything else gives `nil`.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.start) else { return nil }
        let letters = text.utf8.dropFirst(Self.start.utf8.count)
        guard letters.count == Self.length, letters.allSatisfy(RandomText.isBase64URL) else { return nil }
        self.text = text
    }

    /// The whole text: to be shown once, or to be hashed.
    public func reveal() -> String { text }

    /// What may be shown for good, so that people know which key is which: `sk-km-ab12…`.
    public var prefix: String { Self.prefix(of: text) }

    /// What may be shown of any key: four characters behind `sk-km-`, of other keys nothing but a mark.
    public static func prefix(of text: String) -> String {
        guard let key = KeyText(text) else { return "…" }
        return start + String(decoding: key.text.utf8.dropFirst(start.utf8.count).prefix(4), as: UTF8.self) + "…"
    }

    /// The visible prefix.
    public var description: String { prefix }

    /// The visible prefix.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
