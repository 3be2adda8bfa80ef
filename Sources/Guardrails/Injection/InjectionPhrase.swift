/// A sequence of wordings with gaps between them, as the rule list writes one.
///
/// Wordings are enumerated and found as plain strings, all of all rules in one pass; which of them stand in the right order
/// and near enough is decided afterwards. An automaton of the whole phrases would take seconds to build.
struct InjectionPhrase: Sendable, Hashable {
    /// A set of wordings of which one is to stand at a place.
    struct Step: Sendable, Hashable {
        /// The wordings, folded as texts are; `*` at the end of one stands for the rest of a word.
        var wordings: [String]
        /// Whether a wording may begin inside of a word.
        var isOpenAtStart = false
        /// Whether a wording may end inside of a word.
        var isOpenAtEnd = false
        /// Whether it is to be the beginning of a sentence.
        var isSentenceStart = false
    }

    /// What may stand between a step and the one before it.
    struct Gap: Sendable, Hashable {
        /// How many bytes.
        var limit: Int
        /// Whether sentences may end in it.
        var crossesSentences: Bool
    }

    /// Why a phrase is not understood.
    struct Problem: Error {
        var reason: String
    }

    private(set) var steps: [Step] = []
    /// The gap before each step; that of the first says nothing.
    private(set) var gaps: [Gap] = []

    /// How many wordings a step may have before it is read as two.
    private static let wordingLimit = 320

    /// Reads a phrase: `(a|b)`, `a?`, `[ab]`, `word*`, `^` for the beginning of a sentence, `<n>` for up to n bytes within a
    /// sentence, `<<n>>` for up to n bytes of anything.
    init(_ text: String) throws(Problem) {
        var rest = text.unicodeScalars[...]
        var gap = Gap(limit: 0, crossesSentences: false)
        while true {
            let end = rest.firstIndex(of: "<") ?? rest.endIndex
            try append(rest[..<end], after: gap)
            guard end < rest.endIndex else { break }
            let crosses = rest[end...].dropFirst().first == "<"
            let number = rest[end...].drop { $0 == "<" }.prefix { $0 != ">" }
            guard let limit = Int(String(String.UnicodeScalarView(number))), limit > 0, limit <= 2000 else {
                throw Problem(reason: "a gap needs a number")
            }
            gap = Gap(limit: limit, crossesSentences: crosses)
            rest = rest[number.endIndex...].drop { $0 == ">" }
        }
    }

    /// Wordings that follow each other at once.
    private struct Atom {
        var wordings: [String]
        var longest: Int { wordings.reduce(0) { max($0, $1.utf8.count) } }
    }

    private mutating func append(_ element: Substring.UnicodeScalarView, after gap: Gap) throws(Problem) {
        var element = element
        while element.first == " " { element.removeFirst() }
        while element.last == " " { element.removeLast() }
        let isSentenceStart = element.first == "^"
        if isSentenceStart { element.removeFirst() }
        var index = element.startIndex
        var atoms = try InjectionPhrase.atoms(of: element, from: &index, depth: 0)
        if index < element.endIndex {
            // An alternative outside of brackets: the whole element is one.
            index = element.startIndex
            atoms = [Atom(wordings: try InjectionPhrase.alternatives(of: element, from: &index, depth: 0))]
        }
        var groups: [Atom] = []
        for atom in atoms {
            if let last = groups.last, last.wordings.count * atom.wordings.count <= InjectionPhrase.wordingLimit {
                groups[groups.count - 1].wordings = InjectionPhrase.product(last.wordings, atom.wordings)
            } else {
                groups.append(atom)
            }
        }
        var pending = gap
        var isFirst = true
        for (index, group) in groups.enumerated() {
            guard !group.wordings.contains("") else {
                // Words that may be missing: room for them.
                pending.limit += group.longest
                continue
            }
            guard group.wordings.count <= 2 * InjectionPhrase.wordingLimit else {
                throw Problem(reason: "\(group.wordings.count) wordings at one place")
            }
            steps.append(
                Step(
                    wordings: Array(Set(group.wordings)).sorted(),
                    isOpenAtStart: !isFirst,
                    isOpenAtEnd: index < groups.count - 1,
                    isSentenceStart: isSentenceStart && isFirst
                )
            )
            gaps.append(pending)
            pending = Gap(limit: 0, crossesSentences: false)
            isFirst = false
        }
        guard !isFirst else { throw Problem(reason: "nothing between two gaps") }
    }

    private static func product(_ one: [String], _ other: [String]) -> [String] {
        one.flatMap { first in other.map { first + $0 } }
    }

    /// The atoms of a sequence up to its end, a bar or a closing bracket.
    private static func atoms(
        of text: Substring.UnicodeScalarView,
        from index: inout Substring.UnicodeScalarView.Index,
        depth: Int
    ) throws(Problem) -> [Atom] {
        var atoms: [Atom] = []
        while index < text.endIndex {
            var wordings: [String]
            switch text[index] {
            case "|", ")": return atoms
            case "(":
                index = text.index(after: index)
                wordings = try alternatives(of: text, from: &index, depth: depth + 1)
                guard index < text.endIndex else { throw Problem(reason: "a bracket is open") }
            case "[":
                let start = text.index(after: index)
                guard let end = text[start...].firstIndex(of: "]") else { throw Problem(reason: "a class is open") }
                wordings = text[start..<end].map { String(InjectionText.folded($0)) }
                index = end
            case "\\":
                index = text.index(after: index)
                guard index < text.endIndex else { throw Problem(reason: "nothing is escaped") }
                wordings = [String(text[index])]
            case "{", "}", "+", "$", "^", "?": throw Problem(reason: "\(text[index]) stands alone")
            default: wordings = [String(InjectionText.folded(text[index]))]
            }
            index = text.index(after: index)
            if index < text.endIndex, text[index] == "?" {
                wordings.append("")
                index = text.index(after: index)
            }
            atoms.append(Atom(wordings: wordings))
        }
        return atoms
    }

    /// All wordings of what stands between brackets; the index ends at the closing one.
    private static func alternatives(
        of text: Substring.UnicodeScalarView,
        from index: inout Substring.UnicodeScalarView.Index,
        depth: Int
    ) throws(Problem) -> [String] {
        var all: [String] = []
        while true {
            var wordings = [""]
            for atom in try atoms(of: text, from: &index, depth: depth) {
                wordings = product(wordings, atom.wordings)
                guard wordings.count <= 4096 else { throw Problem(reason: "too many wordings at one place") }
            }
            all += wordings
            guard index < text.endIndex, text[index] == "|" else { break }
            index = text.index(after: index)
        }
        guard (index < text.endIndex) == (depth > 0) else { throw Problem(reason: "brackets do not match") }
        return all
    }
}
