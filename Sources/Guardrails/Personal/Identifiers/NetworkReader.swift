/// Reads what stands around the signs of the Internet: e-mail addresses, URLs with a password, addresses of hosts and
/// network cards.
struct NetworkReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let localPart = ByteSet.alphanumerics.union("._%+-'!#&*/=?^`{|}~")
    private static let usualLocalPart = ByteSet.alphanumerics.union("._%+-")
    private static let domain = ByteSet.alphanumerics.union("-.")
    /// Ends of file names that are no top-level domains: pictures for dense screens are called `logo@2x.png`.
    private static let fileEndings: Set<String> = [
        "png", "jpg", "jpeg", "gif", "svg", "webp", "html", "css", "json", "yaml", "yml", "xml", "txt", "pdf", "csv",
        "local", "localdomain", "internal", "invalid", "swift", "service",
    ]

    // MARK: E-mail

    /// The address around an `@`.
    /// - Returns: its bytes, and whether it is only the user of a remote repository.
    func mailAddress(around sign: Int) -> (range: Range<Int>, isRepository: Bool)? {
        var start = sign
        while start > 0, sign - start < 64, Self.usualLocalPart.contains(bytes[start - 1]) { start -= 1 }
        // What a sentence or a path puts in front is not part of it.
        while start < sign, !ByteSet.alphanumerics.contains(bytes[start]), bytes[start] != UInt8(ascii: "_") {
            start += 1
        }
        guard start < sign, bytes[sign - 1] != UInt8(ascii: "."), let end = domainEnd(from: sign + 1) else {
            return nil
        }
        // The user of a URL.
        if start > 1, bytes[start - 1] == UInt8(ascii: "/") || bytes[start - 1] == UInt8(ascii: ":"),
            isInAuthority(start)
        {
            return nil
        }
        let isRepository =
            bytes[start..<sign].elementsEqual("git".utf8) && end < bytes.count && bytes[end] == UInt8(ascii: ":")
        return (start..<end, isRepository)
    }

    /// The end of a domain name with at least two labels, the last of letters.
    private func domainEnd(from start: Int) -> Int? {
        var end = start
        while end < bytes.count, end - start < 253, Self.domain.contains(bytes[end]) { end += 1 }
        while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard end > start, ByteSet.alphanumerics.contains(bytes[start]) else { return nil }
        // A sentence that goes on without a space: only small letters and letters in a row are labels.
        guard let dot = bytes[start..<end].lastIndex(of: UInt8(ascii: ".")), dot > start else { return nil }
        let top = bytes[(dot + 1)..<end]
        let isPuny = top.starts(with: "xn--".utf8)
        guard top.count >= 2, top.count <= 24, isPuny || top.allSatisfy({ ByteSet.letters.contains($0) }) else {
            return nil
        }
        var isLabelEmpty = true
        for byte in bytes[start..<end] {
            if byte == UInt8(ascii: ".") {
                if isLabelEmpty { return nil }
                isLabelEmpty = true
            } else {
                isLabelEmpty = false
            }
        }
        return Self.fileEndings.contains(String(decoding: top, as: UTF8.self).lowercased()) ? nil : end
    }

    /// Whether `://` stands in front without a space between.
    private func isInAuthority(_ start: Int) -> Bool {
        var place = start
        while place > 0, start - place < 80 {
            place -= 1
            let byte = bytes[place]
            if byte <= UInt8(ascii: " ") || byte >= 0x80 { return false }
            if byte == UInt8(ascii: "/") {
                return place >= 2 && bytes[place - 1] == UInt8(ascii: "/") && bytes[place - 2] == UInt8(ascii: ":")
            }
        }
        return false
    }

    private static let speltDots = [" [dot] ", " (dot) ", "[dot]", "(dot)", " dot ", "[.]", "(.)"].map {
        Array($0.utf8)
    }

    /// The address whose `[at]` or `(at)` ends at a place.
    func speltMailAddress(around end: Int) -> Range<Int>? {
        guard
            let open = bytes[..<end].suffix(6).lastIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") })
        else {
            return nil
        }
        var last = open
        if last > 0, bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
        var start = last
        while start > 0, last - start < 64, Self.usualLocalPart.contains(bytes[start - 1]) { start -= 1 }
        guard start < last, ByteSet.alphanumerics.contains(bytes[start]) else { return nil }
        var place = end
        if place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        var (domain, isDotted) = (0, false)
        while place < bytes.count, place - end < 120 {
            if ByteSet.alphanumerics.contains(bytes[place]) || bytes[place] == UInt8(ascii: "-") {
                domain += 1
                place += 1
            } else if bytes[place] == UInt8(ascii: "."), place + 1 < bytes.count,
                ByteSet.letters.contains(bytes[place + 1])
            {
                isDotted = true
                place += 1
            } else if let dot = Self.speltDots.first(where: { bytes[place...].starts(with: $0) }) {
                isDotted = true
                place += dot.count
            } else {
                break
            }
        }
        return isDotted && domain >= 4 && ByteSet.letters.contains(bytes[place - 1]) ? start..<place : nil
    }

    // MARK: URLs

    /// The user and the password behind a `://` that ends at a place.
    func credentials(behind end: Int) -> (user: Range<Int>, password: Range<Int>)? {
        var (place, colon): (Int, Int?) = (end, nil)
        var at: Int?
        while place < bytes.count, place - end < 300 {
            let byte = bytes[place]
            if byte <= UInt8(ascii: " ") || byte >= 0x80 { break }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { break }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
                // A password may hold them unescaped only where an @ follows before the next such sign: rare, left out.
                break
            }
            if byte == UInt8(ascii: ":"), colon == nil { colon = place }
            if byte == UInt8(ascii: "@") { at = place }
            place += 1
        }
        guard let at, let colon, colon < at, at - colon > 1 else { return nil }
        guard at + 1 < bytes.count, ByteSet.alphanumerics.contains(bytes[at + 1]) || bytes[at + 1] == UInt8(ascii: "[")
        else {
            return nil
        }
        return (end..<colon, (colon + 1)..<at)
    }

    private static let secretParameters: Set<String> = [
        "password", "passwd", "pwd", "token", "access_token", "auth_token", "api_key", "apikey", "secret",
        "client_secret",
        "refresh_token", "session_token", "private_key",
    ]

    /// The first value in the query of the URL whose `://` ends at a place that is called like a secret.
    func queryCredential(behind end: Int) -> Range<Int>? {
        var place = end
        var isQuery = false
        while place < bytes.count, place - end < 600, bytes[place] > UInt8(ascii: " "), bytes[place] < 0x80,
            bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "<"), bytes[place] != UInt8(ascii: ">")
        {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "?") { isQuery = true }
            guard isQuery, byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") else { continue }
            let name = bytes[place...].prefix(24).prefix { ByteSet.base64URL.contains($0) }
            let sign = place + name.count
            guard sign < bytes.count, bytes[sign] == UInt8(ascii: "="),
                Self.secretParameters.contains(String(decoding: name, as: UTF8.self).lowercased())
            else { continue }
            let value = bytes[(sign + 1)...].prefix(512).prefix {
                ByteSet.base64URL.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%")
            }
            let hasDigit = value.contains { ByteSet.digits.contains($0) }
            if value.count >= (hasDigit ? 6 : 12) { return value.startIndex..<value.endIndex }
        }
        return nil
    }

    /// The scheme in front of a `://` that ends at a place, in lower case.
    func scheme(before end: Int) -> String {
        let last = end - 3
        var start = last
        while start > 0, last - start < 20,
            ByteSet.alphanumerics.contains(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "+")
        {
            start -= 1
        }
        return last > start ? String(decoding: bytes[start..<last], as: UTF8.self).lowercased() : ""
    }

    // MARK: Hosts

    /// What an IPv4 address is for.
    enum Purpose {
        case host, documentation, local, small
    }

    /// The IPv4 address whose groups begin at one of a chain.
    func address(_ chain: DigitChain, _ first: Int) -> (range: Range<Int>, purpose: Purpose)? {
        guard first + 4 <= chain.groups.count, first == 0 || chain.joints[first - 1] != .dot else { return nil }
        guard chain.joints[first..<(first + 3)].allSatisfy({ $0 == .dot }) else { return nil }
        var octets: [Int] = []
        for group in chain.groups[first..<(first + 4)] {
            guard group.count <= 3, group.count == 1 || bytes[group.start] != UInt8(ascii: "0") else { return nil }
            var octet = 0
            for byte in bytes[group.start..<group.end] { octet = octet * 10 + Int(byte) - 48 }
            guard octet <= 255 else { return nil }
            octets.append(octet)
        }
        let range = chain.range(first..<(first + 4))
        // The dots are dots, not the middle dots of a list.
        guard range.count == octets.count - 1 + chain.groups[first..<(first + 4)].reduce(0, { $0 + $1.count }) else {
            return nil
        }
        if first + 4 < chain.groups.count, chain.joints[first + 3] == .dot { return nil }
        if range.lowerBound > 0, ByteSet.alphanumerics.contains(bytes[range.lowerBound - 1]) { return nil }
        if !chain.isFree(before: first), first == 0, bytes[range.lowerBound - 1] != UInt8(ascii: ":") { return nil }
        if range.upperBound < bytes.count {
            let byte = bytes[range.upperBound]
            let next = range.upperBound + 1 < bytes.count ? bytes[range.upperBound + 1] : UInt8(ascii: " ")
            if ByteSet.letters.contains(byte) || byte == UInt8(ascii: "_") { return nil }
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."), ByteSet.letters.contains(next) { return nil }
        }
        return (range, Self.purpose(octets))
    }

    private static func purpose(_ octets: [Int]) -> Purpose {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (127, _, _), (255, _, _): .local
        case (192, 0, 2), (198, 51, 100), (203, 0, 113): .documentation
        case (224...254, _, _): .local
        case (10, _, _): .host
        default: octets.allSatisfy { $0 < 20 } ? .small : .host
        }
    }

    private static let addressSigns = ByteSet.hex.union(":.")

    /// The IPv6 address that a place lies in (RFC 4291, 2.2).
    func longAddress(around place: Int) -> (range: Range<Int>, isLocal: Bool)? {
        var start = min(place, bytes.count)
        while start > 0, place - start < 46, Self.addressSigns.contains(bytes[start - 1]) { start -= 1 }
        var end = min(place, bytes.count)
        while end < bytes.count, end - start < 46, Self.addressSigns.contains(bytes[end]) { end += 1 }
        while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
        if end - start > 2, bytes[end - 1] == UInt8(ascii: ":"), bytes[end - 2] != UInt8(ascii: ":") { end -= 1 }
        if end - start > 2, bytes[start] == UInt8(ascii: ":"), bytes[start + 1] != UInt8(ascii: ":") { start += 1 }
        if start > 0, ByteSet.alphanumerics.contains(bytes[start - 1]) { return nil }
        if end < bytes.count, ByteSet.alphanumerics.contains(bytes[end]) { return nil }
        let parts = bytes[start..<end].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count <= 9 else { return nil }
        let empty = parts.indices.filter { parts[$0].isEmpty }
        let isShortened: Bool
        switch empty.count {
        case 0: isShortened = false
        case 1: isShortened = empty[0] != 0 && empty[0] != parts.count - 1
        case 2: isShortened = empty == [0, 1] || empty == [parts.count - 2, parts.count - 1]
        default: return nil
        }
        let groups = parts.count - empty.count
        guard parts.allSatisfy({ $0.count <= 4 && !$0.contains(UInt8(ascii: ".")) }) else { return nil }
        guard isShortened ? (1...7).contains(groups) : empty.isEmpty && groups == 8 else { return nil }
        // What stands shortened must look like an address, not like names of a program.
        if isShortened, groups < 2 || !bytes[start..<end].contains(where: { ByteSet.digits.contains($0) }) {
            return groups == 1 && parts.last?.elementsEqual("1".utf8) == true ? (start..<end, true) : nil
        }
        let isDocumentation = bytes[start..<end].starts(with: "2001:db8:".utf8)
        return (start..<end, isDocumentation)
    }

    /// A network card's address that ends at a place, with the same sign between its six groups.
    func cardAddress(endingAt end: Int) -> Range<Int>? {
        let start = end - 17
        guard start >= 0, end <= bytes.count else { return nil }
        let sign = bytes[start + 2]
        for group in 1..<5 where bytes[start + group * 3 + 2] != sign { return nil }
        func isPart(_ place: Int) -> Bool {
            bytes.indices.contains(place) && (ByteSet.alphanumerics.contains(bytes[place]) || bytes[place] == sign)
        }
        return isPart(start - 1) || isPart(end) ? nil : start..<end
    }

    // MARK: Wallets and passports

    /// The letters and digits around a place, where nothing else is joined to them.
    func word(from start: Int, _ set: ByteSet, limit: Int) -> Range<Int>? {
        if start > 0, ByteSet.alphanumerics.contains(bytes[start - 1]) { return nil }
        var end = start
        while end < bytes.count, end - start <= limit, set.contains(bytes[end]) { end += 1 }
        guard end - start <= limit, end == bytes.count || !ByteSet.alphanumerics.contains(bytes[end]) else {
            return nil
        }
        return start..<end
    }

    /// Both lines for machines of a passport, by a place in the first.
    func machineReadableZone(around place: Int) -> Range<Int>? {
        var start = place
        while start > 0, place - start < 44, bytes[start - 1] != UInt8(ascii: "\n"),
            bytes[start - 1] != UInt8(ascii: " ")
        {
            start -= 1
        }
        var second = start + 44
        guard second < bytes.count else { return nil }
        while second < bytes.count, second - start < 48, bytes[second] <= UInt8(ascii: " ") { second += 1 }
        let end = second + 44
        guard end <= bytes.count, MachineReadableZone.isSecondLine(bytes[second..<end]) else { return nil }
        return start..<end
    }
}
