/// Addresses in running text, which programs make links of: with a scheme of the web, or `www.` in front.
struct BareLinks {
    private(set) var links: [Link] = []

    private static let schemes: Set<String> = ["http", "https", "ftp", "ws", "wss"]

    /// - Parameter explicit: addresses that were found already, in their order: what is in them is no link of its own.
    init(_ text: Span<UInt8>, besides explicit: [Range<Int>]) {
        var next = 0
        var reach = 0
        var covered = 0
        var index = 0
        while index < text.count {
            defer { index &+= 1 }
            guard let start = Self.start(text, at: index) else { continue }
            while next < explicit.count, explicit[next].lowerBound <= start {
                reach = max(reach, explicit[next].upperBound)
                next &+= 1
            }
            guard start >= reach, start >= covered || Self.parts(text, before: start) else { continue }
            let isPlain = text[index] != UInt8(ascii: ":")
            let reader = AddressReader(text, from: start, .bare)
            let prefix = isPlain ? Array("https://".utf8) : []
            let addresses = Self.addresses(prefix + reader.bytes, isCut: reader.isCut)
            links.append(Link(kind: .bare, range: start..<Self.end(text, start..<reader.end), addresses: addresses))
            covered = reader.end
        }
    }

    /// Where an address begins of which the colon, or `www.`, stands at an offset.
    private static func start(_ text: Span<UInt8>, at index: Int) -> Int? {
        if text[index] == UInt8(ascii: ":") {
            guard index &+ 1 < text.count,
                text[index &+ 1] == UInt8(ascii: "/") || text[index &+ 1] == UInt8(ascii: "\\")
            else { return nil }
            var start = index
            while start > 0, index &- start < 8, (text[start &- 1] | 0x20) &- UInt8(ascii: "a") < 26 { start &-= 1 }
            // Letters before the scheme do not make it another: `seehttps://`.
            for length in [5, 4, 3, 2] where index &- start >= length {
                var scheme: [UInt8] = []
                for place in (index &- length)..<index { scheme.append(text[place] | 0x20) }
                if schemes.contains(String(decoding: scheme, as: UTF8.self)) { return index &- length }
            }
            return nil
        }
        guard text[index] | 0x20 == UInt8(ascii: "w"), index &+ 4 < text.count,
            text[index &+ 1] | 0x20 == UInt8(ascii: "w"),
            text[index &+ 2] | 0x20 == UInt8(ascii: "w"), text[index &+ 3] == UInt8(ascii: "."), text[index &+ 4] > 0x2D
        else { return nil }
        if index > 0 {
            let before = text[index &- 1]
            // Behind a scheme it has been seen already.
            if (before | 0x20) &- UInt8(ascii: "a") < 26 || before &- UInt8(ascii: "0") < 10
                || "/.@-_=".utf8.contains(before)
            {
                return nil
            }
        }
        return index
    }

    /// Whether what stands before an address ends the one before it.
    private static func parts(_ text: Span<UInt8>, before start: Int) -> Bool {
        start == 0 || text[start &- 1] >= 0x80 || ",;|)]}'>*".utf8.contains(text[start &- 1])
    }

    /// The end without punctuation of the sentence.
    private static func end(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, ".,;:!?*_~')]}".utf8.contains(text[end &- 1]) { end &-= 1 }
        return end
    }

    /// Where it may lead: people, and some programs, end a host where Japanese text begins, browsers do not.
    static func addresses(_ bytes: [UInt8], isCut: Bool) -> [LinkAddress] {
        let whole = LinkAddress(bytes, isCut: isCut)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return [whole] }
        let slash = { (byte: UInt8) in byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        guard let start = bytes[(colon + 1)...].firstIndex(where: { !slash($0) }) else { return [] }
        let end = bytes[start...].firstIndex { "/\\?#".utf8.contains($0) } ?? bytes.endIndex
        let authority = bytes[start..<end]
        var hasDot = false
        var cut: Int?
        for index in authority.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") { hasDot = true }
            let before = index > start ? bytes[index - 1] : 0
            let isBehindName = (before | 0x20) &- UInt8(ascii: "a") < 26 || before &- UInt8(ascii: "0") < 10
            if byte >= 0x80
                ? hasDot && isBehindName : ",;!'()*{}|^]".utf8.contains(byte) && bytes[start] != UInt8(ascii: "[")
            {
                cut = index
                break
            }
        }
        var name = bytes[start..<(cut ?? end)]
        while let last = name.last, "._~:-".utf8.contains(last) { name = name.dropLast() }
        guard cut != nil || name.endIndex != end else { return [whole] }
        let short = LinkAddress(Array(bytes[..<start] + name))
        let tail = bytes[(cut ?? end)..<end]
        // A browser goes on to what may well be a name: `example.com。evil.com`, `example.com、@evil.com`.
        let label = tail.reversed().prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
        let mayGoOn = tail.contains { $0 == UInt8(ascii: "@") } || label.count >= 2 && label.count < tail.count
        return mayGoOn ? [short, whole] : [short]
    }
}
