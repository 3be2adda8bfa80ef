/// The lines for machines at the foot of a passport (ICAO 9303, parts 3 and 4).
enum MachineReadableZone {
    /// The check digit of a field; `nil` where it holds what no such field holds.
    static func checkDigit(_ field: some Sequence<UInt8>) -> Int? {
        var sum = 0
        for (place, byte) in field.enumerated() {
            let value: Int
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte) - 48
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 55
            case UInt8(ascii: "<"): value = 0
            default: return nil
            }
            sum += value * [7, 3, 1][place % 3]
        }
        return sum % 10
    }

    /// Whether it is the second line of a passport: the check digits of its number, of the day of birth and of the last day.
    static func isSecondLine(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count == 44 else { return false }
        let start = line.startIndex
        return [(0, 9), (13, 19), (21, 27)].allSatisfy { from, to in
            guard let digit = checkDigit(line[(start + from)..<(start + to)]) else { return false }
            return Int(line[start + to]) == 48 + digit
        }
    }
}
