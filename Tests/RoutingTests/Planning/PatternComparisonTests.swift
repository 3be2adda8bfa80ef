import Routing
import Testing

/// A regular expression with a meaning of its own: the set of places where a match that begins at a place may end.
private indirect enum Expression {
    case letter(Character)
    case any
    case oneOf(String, negated: Bool)
    case start
    case end
    case boundary
    case both(Expression, Expression)
    case either(Expression, Expression)
    case times(Expression, Int, Int?)

    var source: String {
        switch self {
        case .letter(let letter): "\(letter)"
        case .any: "."
        case .oneOf(let letters, let negated): "[\(negated ? "^" : "")\(letters)]"
        case .start: "^"
        case .end: "$"
        case .boundary: "\\b"
        case .both(let one, let two): one.source + two.source
        case .either(let one, let two): "(\(one.source)|\(two.source))"
        case .times(let part, 0, nil): "(?:\(part.source))*"
        case .times(let part, 1, nil): "(\(part.source))+"
        case .times(let part, 0, 1): "(\(part.source))?"
        case .times(let part, let least, let most): "(\(part.source)){\(least),\(most.map(String.init) ?? "")}"
        }
    }

    func ends(from place: Int, in text: [Character]) -> Set<Int> {
        func step(_ takes: (Character) -> Bool) -> Set<Int> {
            place < text.count && takes(text[place]) ? [place + 1] : []
        }
        func isWord(_ index: Int) -> Bool { text.indices.contains(index) && text[index] != "-" && text[index] != "\n" }
        switch self {
        case .letter(let letter): return step { $0 == letter }
        case .any: return step { $0 != "\n" }
        case .oneOf(let letters, let negated): return step { letters.contains($0) != negated }
        case .start: return place == 0 ? [place] : []
        case .end: return place == text.count ? [place] : []
        case .boundary: return isWord(place - 1) != isWord(place) ? [place] : []
        case .both(let one, let two):
            return one.ends(from: place, in: text).reduce(into: []) { $0.formUnion(two.ends(from: $1, in: text)) }
        case .either(let one, let two):
            return one.ends(from: place, in: text).union(two.ends(from: place, in: text))
        case .times(let part, let least, let most):
            var reached: Set<Int> = [place]
            for _ in 0..<least {
                reached = reached.reduce(into: []) { $0.formUnion(part.ends(from: $1, in: text)) }
            }
            var all = reached
            for _ in 0..<((most ?? least + text.count + 1) - least) {
                reached = reached.reduce(into: []) { $0.formUnion(part.ends(from: $1, in: text)) }
                all.formUnion(reached)
            }
            return all
        }
    }

    func matches(_ text: String) -> Bool {
        let characters = Array(text)
        return (0...characters.count).contains { !ends(from: $0, in: characters).isEmpty }
    }

    static func random(depth: Int, using random: inout some RandomNumberGenerator) -> Expression {
        switch Int.random(in: 0..<(depth > 0 ? 14 : 7), using: &random) {
        case 0, 1, 2: return .letter(Character(["a", "b", "-"].randomElement(using: &random) ?? "a"))
        case 3: return .any
        case 4: return .oneOf("a", negated: Bool.random(using: &random))
        case 5: return .oneOf("ab", negated: Bool.random(using: &random))
        case 6: return [Expression.start, .end, .boundary].randomElement(using: &random) ?? .start
        case 7, 8, 9: return .both(.random(depth: depth - 1, using: &random), .random(depth: depth - 1, using: &random))
        case 10, 11:
            return .either(.random(depth: depth - 1, using: &random), .random(depth: depth - 1, using: &random))
        default:
            let bounds = [(0, nil), (1, nil), (0, 1), (2, nil), (1, 3), (2, 2), (0, 2)] as [(Int, Int?)]
            let (least, most) = bounds.randomElement(using: &random) ?? (0, nil)
            return .times(.random(depth: depth - 1, using: &random), least, most)
        }
    }
}

@Suite("Regular expressions against their definition")
struct PatternComparisonTests {
    @Test("random expressions match exactly the texts that the definition says", arguments: 1...10)
    func random(_ seed: Int) {
        var random = PlanningRandom(seed: UInt64(seed))
        var matched = 0
        var compared = 0
        for _ in 0..<300 {
            let expression = Expression.random(depth: 4, using: &random)
            // Repetitions within repetitions may be too large.
            guard let pattern = try? Pattern(parsing: expression.source) else { continue }
            for _ in 0..<8 {
                let letters = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                    Character(["a", "b", "c", "-", "\n"].randomElement(using: &random) ?? "a")
                }
                let text = String(letters)
                let expected = expression.matches(text)
                #expect(pattern.matches(text) == expected, "\(expression.source) with \(text.debugDescription)")
                compared += 1
                if expected { matched += 1 }
            }
        }
        #expect(compared > 2000 && matched > compared / 10 && matched < compared * 9 / 10)
    }
}
