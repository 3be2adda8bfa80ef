import Governance

/// The stretches of time that usage is added up by, in a time zone.
enum UsageSlot {
    case day
    case hour

    /// A slot as text: `2026-02-28` or `2026-02-28T23:00:00+09:00`.
    /// - Parameters:
    ///   - number: counted from 1970 in the time zone.
    ///   - offset: the time zone, in seconds east of UTC.
    func text(_ number: Int64, offset: Int) -> String {
        let moment = CivilTime(secondsSince1970: number * (self == .day ? 86_400 : 3600))
        var bytes: [UInt8] = []
        moment.appendDate(to: &bytes)
        if self == .hour {
            bytes.append(UInt8(ascii: "T"))
            moment.appendClock(to: &bytes)
            Self.append(offset, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ offset: Int, to bytes: inout [UInt8]) {
        guard offset != 0 else { return bytes.append(UInt8(ascii: "Z")) }
        bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        let minutes = abs(offset) / 60
        for (index, number) in [minutes / 60, minutes % 60].enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ":")) }
            bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
            bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
        }
    }
}

extension UsageReport {
    /// Refuses what is no time zone.
    static func check(offset: Int) throws(StoreError) {
        guard (-64_800...64_800).contains(offset), offset.isMultiple(of: 900) else {
            throw StoreError(.invalid, "a time zone is whole quarters of an hour from UTC, at most 18 hours")
        }
    }
}
