/// Groups of digits that stand so close to each other that they may be one number.
struct DigitChain {
    /// Digits with nothing between them.
    struct Group {
        var start: Int
        var end: Int
        /// How many digits: fewer than bytes where they stand apart one by one.
        var count: Int
    }

    /// What stands between two groups.
    enum Joint: UInt8 {
        case hyphen, space, dot, newline, slash, parenthesis
    }

    /// Longer chains are cut: no number has more groups.
    private static let limit = 48
    /// So many digits that stand apart are a number; fewer are a list.
    private static let leastApart = 7

    let bytes: [UInt8]
    private(set) var groups: [Group] = []
    private(set) var joints: [Joint] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the last group ends.
    var end: Int { groups.last?.end ?? 0 }

    /// Reads the chain whose first digit stands at a place.
    mutating func read(from start: Int) {
        groups.removeAll(keepingCapacity: true)
        joints.removeAll(keepingCapacity: true)
        var start = start
        while true {
            var end = start
            while end < bytes.count, ByteSet.digits.contains(bytes[end]) { end += 1 }
            groups.append(Group(start: start, end: end, count: end - start))
            guard groups.count < Self.limit, let (joint, next) = joint(at: end) else { break }
            joints.append(joint)
            start = next
        }
        if groups.count >= Self.leastApart { closeUp() }
    }

    /// Brings digits together that stand apart one by one, `0 9 0 - 1 2 3 4 - 5 6 7 8`: as long a row of them is one number.
    private mutating func closeUp() {
        var (closed, closedJoints): ([Group], [Joint]) = ([], [])
        var first = 0
        while first < groups.count {
            var last = first
            while last + 1 < groups.count, groups[last].count == 1, groups[last + 1].count == 1,
                joints[last] == .space || joints[last] == .hyphen || joints[last] == .dot
            {
                last += 1
            }
            if last - first + 1 < Self.leastApart { last = first }
            let row = joints[first..<last]
            // Spaces part digits, other signs groups; where there is one sign alone, it parts digits.
            let parting = row.contains(.space) ? Joint.space : row.first
            var group = groups[first]
            for place in first..<last {
                if joints[place] == parting {
                    group.end = groups[place + 1].end
                    group.count += 1
                } else {
                    closed.append(group)
                    closedJoints.append(joints[place])
                    group = groups[place + 1]
                }
            }
            closed.append(group)
            if last < joints.count { closedJoints.append(joints[last]) }
            first = last + 1
        }
        groups = closed
        joints = closedJoints
    }

    /// What joins the group that ends at a place to the next, and where that begins.
    private func joint(at end: Int) -> (Joint, Int)? {
        var (place, spaces, hyphens, dots, lines, slashes, parentheses) = (end, 0, 0, 0, 0, 0, 0)
        while place < bytes.count, place - end <= 4 {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if hyphens > 1 || spaces > 3 || dots > 1 || lines > 1 || slashes > 1 { return nil }
                if slashes == 1 { return place == end + 1 ? (.slash, place) : nil }
                if dots == 1 { return spaces + hyphens + parentheses + lines == 0 ? (.dot, place) : nil }
                if lines == 1 { return parentheses == 0 ? (.newline, place) : nil }
                if parentheses > 0 { return parentheses <= 2 ? (.parenthesis, place) : nil }
                return hyphens == 1 ? (.hyphen, place) : (.space, place)
            case UInt8(ascii: " "): spaces += 1
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "-"): hyphens += 1
            case UInt8(ascii: "."): dots += 1
            case UInt8(ascii: "\n"): lines += 1
            case UInt8(ascii: "/"): slashes += 1
            case UInt8(ascii: "("), UInt8(ascii: ")"): parentheses += 1
            // The middle dots · and ・.
            case 0xC2:
                guard place + 1 < bytes.count, bytes[place + 1] == 0xB7 else { return nil }
                dots += 1
                place += 1
            case 0xE3:
                guard place + 2 < bytes.count, bytes[place + 1] == 0x83, bytes[place + 2] == 0xBB else { return nil }
                dots += 1
                place += 2
            default: return nil
            }
            place += 1
        }
        return nil
    }

    /// The digits of some groups.
    func digits(_ range: Range<Int>) -> Digits {
        var digits = Digits()
        for group in groups[range] {
            for place in group.start..<group.end { digits.append(bytes[place]) }
        }
        return digits
    }

    /// The bytes from the first digit of some groups to the last.
    func range(_ range: Range<Int>) -> Range<Int> {
        groups[range.lowerBound].start..<groups[range.upperBound - 1].end
    }

    /// Whether groups have some lengths, from one on.
    /// - Returns: `nil` where they have not, or where what joins them does not join one number.
    func matches(_ lengths: [Int], at first: Int) -> Bool {
        guard first + lengths.count <= groups.count else { return false }
        for (place, length) in lengths.enumerated() where groups[first + place].count != length { return false }
        guard let joint = uniformJoint(first..<(first + lengths.count)) else { return lengths.count == 1 }
        guard joint != .slash, joint != .parenthesis else { return false }
        // Another group joined in the same way makes it part of something longer.
        if joint != .newline {
            if first > 0, joints[first - 1] == joint { return false }
            if first + lengths.count < groups.count, joints[first + lengths.count - 1] == joint { return false }
        }
        return true
    }

    /// What joins all of some groups; one line end among others is allowed.
    private func uniformJoint(_ range: Range<Int>) -> Joint? {
        var (found, lines): (Joint?, Int) = (nil, 0)
        for joint in joints[range.lowerBound..<(range.upperBound - 1)] {
            if joint == .newline {
                lines += 1
            } else if let found, found != joint {
                return .slash
            } else {
                found = joint
            }
        }
        if lines > 1 { return .slash }
        return found ?? (lines == 1 ? .newline : nil)
    }

    // MARK: What stands around

    /// Whether groups are not the rest of something longer in front: of a word, a path, an amount.
    func isFree(before first: Int) -> Bool {
        if first > 0 {
            switch joints[first - 1] {
            case .hyphen, .dot, .slash: return false
            case .space, .newline, .parenthesis: return true
            }
        }
        let start = groups[first].start
        guard start > 0 else { return true }
        let byte = bytes[start - 1]
        if ByteSet.alphanumerics.contains(byte) { return false }
        let before = start > 1 ? bytes[start - 2] : UInt8(ascii: " ")
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "$"): return false
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "%"):
            return !ByteSet.alphanumerics.contains(before)
        case UInt8(ascii: ":"), UInt8(ascii: ","): return byte == UInt8(ascii: ",") || !ByteSet.digits.contains(before)
        // ¥ and €.
        case 0xA5: return before != 0xC2
        case 0xAC: return before != 0x82
        default: return true
        }
    }

    /// Whether groups are not the beginning of something longer.
    func isFree(behind last: Int) -> Bool {
        if last + 1 < groups.count {
            switch joints[last] {
            case .hyphen, .dot, .slash: return false
            case .space, .newline, .parenthesis: return true
            }
        }
        let end = groups[last].end
        guard end < bytes.count else { return true }
        let next = end + 1 < bytes.count ? bytes[end + 1] : UInt8(ascii: " ")
        switch bytes[end] {
        case UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "@"): return false
        // What a slash parts from a capital is a list: `06-1234-5678/FAX`.
        case UInt8(ascii: "/"): return !ByteSet.alphanumerics.contains(next) || ByteSet.capitals.contains(next)
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "="):
            // A word may follow a hyphen: `090-1234-5678-Mobile`.
            return !ByteSet.alphanumerics.contains(next) || (bytes[end] == UInt8(ascii: "-") && isWord(end + 1))
        case UInt8(ascii: ":"): return !ByteSet.digits.contains(next)
        case let byte: return !ByteSet.alphanumerics.contains(byte)
        }
    }

    /// Whether Japanese stands within some twenty characters of a group: forms of other countries are rarely meant there.
    func isAmongJapanese(_ first: Int) -> Bool {
        let around = bytes[max(0, groups[first].start - 60)..<min(bytes.count, groups[first].end + 60)]
        return around.contains { $0 >= 0xE3 && $0 <= 0xE9 }
    }

    private func isWord(_ start: Int) -> Bool {
        let word = bytes[start...].prefix(3)
        return word.count == 3 && ByteSet.capitals.contains(word[start])
            && word.dropFirst().allSatisfy { ByteSet.letters.contains($0) && !ByteSet.capitals.contains($0) }
    }

    /// Whether a unit follows, which makes a number an amount or a count.
    func isCounted(_ last: Int) -> Bool {
        let end = groups[last].end
        guard end + 2 < bytes.count, bytes[end] >= 0xE4 else { return false }
        return Self.units.contains(UInt32(bytes[end]) << 16 | UInt32(bytes[end + 1]) << 8 | UInt32(bytes[end + 2]))
    }

    /// The digits of all groups.
    var total: Int { groups.reduce(0) { $0 + $1.count } }

    /// Units by the three bytes of their character.
    private static let units = Set(
        ["円", "万", "億", "個", "件", "名", "株", "台", "枚", "本", "回", "人", "歳", "点", "秒", "分", "年"]
            .map { $0.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
    )
}
