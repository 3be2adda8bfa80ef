import Governance

/// The time zone that a query asks for.
enum ZoneText {
    /// The query parameter.
    static let parameter = Operation.Parameter.text(
        "time_zone",
        "Where days and hours begin: +09:00, or a name of the IANA database, whose offset at from (or now) counts throughout."
            + " UTC where nothing is said."
    )

    private static let longest = 64

    /// The zone's rules.
    static func rules(_ request: AdminRequest) throws(AdminError) -> ZoneRules {
        guard let text = request.query[parameter.name] else { return .utc }
        if let offset = offset(text) { return ZoneRules(name: text) { _ in Int64(offset) } }
        guard text.utf8.count <= longest, let zone = ZoneRules(text) else {
            throw .parameter(parameter.name, "It must be an offset such as +09:00 or a name such as Asia/Tokyo.")
        }
        return zone
    }

    /// The zone's offset at a moment, in seconds east of UTC.
    /// - Parameter seconds: the moment, since 1970 UTC.
    static func offset(_ request: AdminRequest, at seconds: Int64) throws(AdminError) -> Int {
        Int(try rules(request).offset(at: WallTime(seconds: seconds)))
    }

    /// Seconds east of UTC: `+09:00`, `-03:30`, `Z`.
    private static func offset(_ text: String) -> Int? {
        if text == "Z" { return 0 }
        // In an address a plus sign that nobody escaped is a space.
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), [0x2B, 0x2D, 0x20].contains(bytes[0]) else { return nil }
        let digits = [1, 2, 4, 5].map { Int(bytes[$0]) - 48 }
        guard digits.allSatisfy((0...9).contains) else { return nil }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        return (bytes[0] == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
