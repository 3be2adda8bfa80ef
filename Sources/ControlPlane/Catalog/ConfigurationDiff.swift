/// What is different between two texts, line by line (Myers 1986, as the standard library has it). Pure.
struct ConfigurationDiff: Hashable, Sendable {
    /// A line, and where it is.
    struct Line: Hashable, Sendable {
        /// `=` in both, `-` only before, `+` only after.
        var sign: String
        var text: String
    }

    /// Longer texts are not compared line by line.
    static let mostLines = 20_000
    /// How many lines on both sides of a change are shown.
    static let context = 3

    /// The lines that are different, and some around them; `…` stands for those left out.
    let lines: [Line]

    /// Compares.
    /// - Returns: `nil` where the texts are too long for that.
    init?(_ before: String, _ after: String) {
        let (old, new) = (Self.lines(before), Self.lines(after))
        guard old.count <= Self.mostLines, new.count <= Self.mostLines else { return nil }
        let changes = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var all: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                all.append(Line(sign: "-", text: old[left]))
                left += 1
            } else if right < new.count, inserted.contains(right) {
                all.append(Line(sign: "+", text: new[right]))
                right += 1
            } else {
                all.append(Line(sign: "=", text: old[left]))
                left += 1
                right += 1
            }
        }
        lines = Self.shortened(all)
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    private static func shortened(_ all: [Line]) -> [Line] {
        var isNear = [Bool](repeating: false, count: all.count)
        for (index, line) in all.enumerated() where line.sign != "=" {
            for near in max(0, index - context)...min(all.count - 1, index + context) { isNear[near] = true }
        }
        var lines: [Line] = []
        for (index, line) in all.enumerated() {
            if isNear[index] {
                lines.append(line)
            } else if index == 0 || isNear[index - 1] {
                lines.append(Line(sign: "=", text: "…"))
            }
        }
        return lines.allSatisfy { $0.sign == "=" } ? [] : lines
    }
}
