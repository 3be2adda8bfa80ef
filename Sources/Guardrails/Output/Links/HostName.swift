/// Names of hosts in one form: NFKC, small letters, IDN in Punycode (RFC 3492), no dot at the end.
enum HostName {
    /// The name in ASCII. Bytes that are no text make a name that is equal to none that is allowed.
    static func ascii(_ bytes: [UInt8]) -> String {
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = rest.withContiguousStorageIfAvailable({ pair in
                    Hexadecimal.digit(pair[0]).flatMap { high in Hexadecimal.digit(pair[1]).map { high &<< 4 | $0 } }
                }).flatMap(\.self)
            {
                decoded.append(value)
                rest.removeFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        let normalized = decoded.allSatisfy { $0 < 0x80 } ? decoded : NormalForm.ofText(decoded)
        let data = UnicodeData()
        var labels: [[UInt32]] = [[]]
        let text = normalized.span
        var index = 0
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            index &+= scalar.length
            switch scalar.code {
            case 0x2E, 0x3002, 0xFF0E, 0xFF61: labels.append([])
            case _ where scalar.isValid && data.record(of: scalar.code).isInvisible: break
            case 0x41...0x5A: labels[labels.count - 1].append(scalar.code | 0x20)
            case 0..<0x80: labels[labels.count - 1].append(scalar.code)
            case _ where scalar.isValid: labels[labels.count - 1].append(data.lowercase(scalar.code))
            default: labels[labels.count - 1].append(0xFFFD)
            }
        }
        while labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        return labels.map { label in
            label.allSatisfy { $0 < 0x80 }
                ? String(decoding: label.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
                : "xn--" + punycode(label.prefix(longestLabel))
        }.joined(separator: ".")
    }

    /// Labels are 63 bytes long at most; what is longer is no name, and encoding takes time in its square.
    private static let longestLabel = 64

    private static func punycode(_ label: ArraySlice<UInt32>) -> String {
        var output = label.filter { $0 < 0x80 }.map { UInt8(truncatingIfNeeded: $0) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var code: UInt32 = 0x80
        var delta = 0
        var bias = 72
        var handled = basic
        while handled < label.count {
            let next = label.filter { $0 >= code }.min() ?? code
            delta += Int(next - code) * (handled + 1)
            code = next
            for scalar in label {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                var rest = delta
                var base = 36
                while true {
                    let threshold = min(max(base - bias, 1), 26)
                    guard rest >= threshold else { break }
                    output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
                    rest = (rest - threshold) / (36 - threshold)
                    base += 36
                }
                output.append(digit(rest))
                bias = adapted(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: value < 26 ? value + 0x61 : value - 26 + 0x30)
    }

    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var bias = 0
        while delta > 455 {
            delta /= 35
            bias += 36
        }
        return bias + 36 * delta / (delta + 38)
    }
}
