/// Code points of UTF-8.
extension RandomAccessCollection<UInt8> where Index == Int {
    /// How many there are.
    var codePoints: Int { reduce(0) { $1 & 0xC0 != 0x80 ? $0 + 1 : $0 } }

    /// Where the last ones begin.
    func startOfLast(_ most: Int) -> Int {
        var start = endIndex
        var seen = 0
        while start > startIndex, seen < most {
            start -= 1
            if self[start] & 0xC0 != 0x80 { seen += 1 }
        }
        return start
    }

    /// Whether a place is not between two.
    func isWithinCharacter(_ index: Int) -> Bool {
        (startIndex..<endIndex).contains(index) && self[index] & 0xC0 == 0x80
    }
}

extension [UInt8] {
    /// How many bytes make whole characters.
    var wholeCharacters: Int {
        var start = count
        while start > 0, count - start < 4 {
            start -= 1
            let byte = self[start]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return start + length <= count ? count : start
        }
        return count
    }
}
