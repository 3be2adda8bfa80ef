/// Where an address leads, read as browsers read it (URL Standard §4.4): backslashes are slashes, a user's name in front of
/// the host is none, the host may be percent-encoded.
enum LinkAddress: Equatable {
    /// Within the place where the answer is shown.
    case relative
    /// To a host, in ASCII (IDN in Punycode).
    case host(String)
    /// A program: `javascript:`, `vbscript:`.
    case script
    /// Data in the address; whether it is a picture of points.
    case data(isPicture: Bool)
    /// A mail or a telephone number.
    case contact
    /// Another scheme that knows no hosts.
    case other
    /// More than an address has in front of its path.
    case tooLong

    private static let special: Set<String> = ["http", "https", "ftp", "ws", "wss"]
    private static let pictures = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]

    /// - Parameters:
    ///   - bytes: the beginning of the address, without escapes of what surrounds it.
    ///   - isCut: whether it goes on.
    init(_ bytes: [UInt8], isCut: Bool = false) {
        var rest = bytes[...]
        var scheme = ""
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon <= 32,
            rest[..<colon].allSatisfy(Self.isSchemePart), (rest[0] | 0x20) &- UInt8(ascii: "a") < 26
        {
            scheme = String(decoding: rest[..<colon], as: UTF8.self).lowercased()
            rest = rest[(colon + 1)...]
        }
        switch scheme {
        case "": break
        case "javascript", "vbscript", "livescript":
            self = .script
            return
        case "data":
            let kind = String(decoding: rest.prefix(16), as: UTF8.self).lowercased()
            self = .data(isPicture: Self.pictures.contains { kind.hasPrefix($0) })
            return
        case "mailto", "tel", "sms":
            self = .contact
            return
        default: break
        }
        let slashes = rest.prefix { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.count
        guard slashes >= 2 || Self.special.contains(scheme) else {
            self = scheme.isEmpty ? .relative : .other
            return
        }
        rest = rest.dropFirst(slashes)
        let end = rest.firstIndex { "/\\?#".utf8.contains($0) }
        guard end != nil || !isCut else {
            self = .tooLong
            return
        }
        var authority = rest[..<(end ?? rest.endIndex)]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
        if authority.first != UInt8(ascii: "["), let colon = authority.lastIndex(of: UInt8(ascii: ":")) {
            authority = authority[..<colon]
        }
        self = .host(HostName.ascii(Array(authority)))
    }

    private static func isSchemePart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || "+-.".utf8.contains(byte)
    }
}
