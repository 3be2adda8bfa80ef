/// Two texts laid side by side: which tokens have a counterpart, and what the rest contradicts.
struct TextPair {
    let left: AnalyzedText
    let right: AnalyzedText
    private let lexicon = Lexicon.shared
    /// Indices of tokens without a counterpart.
    private(set) var leftExtra: [Int] = []
    private(set) var rightExtra: [Int] = []

    init(_ left: AnalyzedText, _ right: AnalyzedText) {
        self.left = left
        self.right = right
        leftExtra = Self.extra(of: left, beside: right)
        rightExtra = Self.extra(of: right, beside: left)
        pairSpellings()
    }

    private static func extra(of text: AnalyzedText, beside other: AnalyzedText) -> [Int] {
        var extra: [Int] = []
        for (index, token) in text.tokens.enumerated() {
            if other.tokens.contains(where: { $0.key == token.key }) { continue }
            if text.tokens[..<index].contains(where: { $0.key == token.key }) { continue }
            extra.append(index)
        }
        return extra
    }

    /// Pairs a misspelt word with the word meant.
    private mutating func pairSpellings() {
        guard !leftExtra.isEmpty, !rightExtra.isEmpty else { return }
        var paired: Set<Int> = []
        leftExtra.removeAll { leftIndex in
            let token = left.tokens[leftIndex]
            let match = rightExtra.first { rightIndex in
                !paired.contains(rightIndex)
                    && Spelling.isSame(left, token, right, right.tokens[rightIndex])
            }
            if let match { paired.insert(match) }
            return match != nil
        }
        rightExtra.removeAll { paired.contains($0) }
    }

    // MARK: - Words

    /// The tokens without a counterpart.
    var extra: [(TextToken, AnalyzedText)] {
        leftExtra.map { (left.tokens[$0], left) } + rightExtra.map { (right.tokens[$0], right) }
    }

    /// The weights of the tokens without a counterpart, on each side.
    var extraWeights: (left: Float, right: Float) {
        (
            leftExtra.reduce(0) { $0 + weight(of: left.tokens[$1]) },
            rightExtra.reduce(0) { $0 + weight(of: right.tokens[$1]) }
        )
    }

    /// The heaviest token without a counterpart; there must be one.
    var heaviest: (TextToken, AnalyzedText) {
        extra.max { weight(of: $0.0) < weight(of: $1.0) } ?? (left.tokens[0], left)
    }

    /// What is said in one text alone.
    var missing: Disagreement {
        let leftToken = leftExtra.map { left.tokens[$0] }.max { weight(of: $0) < weight(of: $1) }
        let rightToken = rightExtra.map { right.tokens[$0] }.max { weight(of: $0) < weight(of: $1) }
        return Disagreement(
            code: .word,
            left: leftToken.map(left.text) ?? "",
            right: rightToken.map(right.text) ?? ""
        )
    }

    /// A token said in one text alone.
    func lonely(_ token: TextToken, in text: AnalyzedText) -> Disagreement {
        let isLeft = leftExtra.contains { left.tokens[$0].start == token.start && left.tokens[$0].key == token.key }
        let name = text.text(of: token)
        let code: Disagreement.Code = token.shape == .number ? .number : .entity
        return Disagreement(code: code, left: isLeft ? name : "", right: isLeft ? "" : name)
    }

    /// A noun that only tells the kind of question weighs little where the kinds agree ("deadline" in "when is …").
    private func weight(of token: TextToken) -> Float {
        guard token.concept >= 0 else { return token.weight }
        let concept = lexicon.concepts[Int(token.concept)]
        let agreed = left.kinds.intersection(right.kinds)
        return agreed.isDisjoint(with: concept.absorbers) ? token.weight : min(token.weight, 0.1)
    }

    // MARK: - Numbers

    /// Numbers that differ, or count different things.
    var numbers: Disagreement? {
        let leftNumbers = left.tokens.filter { $0.shape == .number }
        let rightNumbers = right.tokens.filter { $0.shape == .number }
        if leftNumbers.isEmpty, rightNumbers.isEmpty { return nil }
        let leftOnly = leftNumbers.filter { number in !rightNumbers.contains { $0.key == number.key } }
        let rightOnly = rightNumbers.filter { number in !leftNumbers.contains { $0.key == number.key } }
        if !leftOnly.isEmpty || !rightOnly.isEmpty || leftNumbers.count != rightNumbers.count {
            let measure = leftOnly.first?.measure ?? rightOnly.first?.measure ?? .plain
            let code: Disagreement.Code =
                switch measure {
                case .plain: .number
                case .year, .month, .day: .date
                case .time: .time
                case .version: .version
                }
            let leftText = (leftOnly.isEmpty ? leftNumbers : leftOnly).map(left.text).joined(separator: ", ")
            let rightText = (rightOnly.isEmpty ? rightNumbers : rightOnly).map(right.text).joined(separator: ", ")
            return Disagreement(code: code, left: leftText, right: rightText)
        }
        if let bound = comparison { return bound }
        let plain = leftNumbers.filter { $0.measure == .plain || $0.measure == .time }
        guard plain.count > 1 else { return nil }
        let others = rightNumbers.filter { $0.measure == .plain || $0.measure == .time }
        if plain.map(\.key) == others.map(\.key) || counted(left) == counted(right) { return nil }
        return Disagreement(
            code: .number,
            left: plain.map(left.text).joined(separator: ", "),
            right: others.map(right.text).joined(separator: ", ")
        )
    }

    /// A number that is the least in one text and the most in the other: "over 100", "under 100".
    private var comparison: Disagreement? {
        for (index, token) in left.tokens.enumerated() where token.shape == .number {
            guard let other = right.tokens.firstIndex(where: { $0.key == token.key }) else { continue }
            let first = comparators(left, index)
            let second = comparators(right, other)
            if first == second { continue }
            return Disagreement(code: .direction, left: first.sorted().joined(), right: second.sorted().joined())
        }
        return nil
    }

    private func comparators(_ text: AnalyzedText, _ index: Int) -> Set<String> {
        var names: Set<String> = []
        for binding in text.bindings where binding.token == Int32(index) {
            let name = lexicon.concepts[Int(binding.concept)].name
            if name == "over" || name == "under" { names.insert(name) }
        }
        return names
    }

    /// Each number with what follows it.
    private func counted(_ text: AnalyzedText) -> Set<[UInt64]> {
        var counted: Set<[UInt64]> = []
        for (index, token) in text.tokens.enumerated() where token.shape == .number {
            counted.insert([token.key, index + 1 < text.tokens.count ? text.tokens[index + 1].key : 0])
        }
        return counted
    }

    // MARK: - Negation and opposites

    /// A "not" in one text alone, or of another word.
    var negation: Disagreement? {
        let leftHeads = heads(left)
        let rightHeads = heads(right)
        if leftHeads.isEmpty, rightHeads.isEmpty { return nil }
        if leftHeads.isEmpty != rightHeads.isEmpty {
            return Disagreement(
                code: .negation,
                left: leftHeads.isEmpty ? "" : "not",
                right: rightHeads.isEmpty ? "" : "not"
            )
        }
        // Something else is denied: what is denied in one is said plainly in the other, on both sides.
        let leftOnly = leftHeads.filter { $0 >= 0 && !isDenied(left.tokens[Int($0)], in: right, rightHeads) }
        let rightOnly = rightHeads.filter { $0 >= 0 && !isDenied(right.tokens[Int($0)], in: left, leftHeads) }
        guard let first = leftOnly.first, let second = rightOnly.first,
            right.tokens.contains(where: { $0.key == left.tokens[Int(first)].key }),
            left.tokens.contains(where: { $0.key == right.tokens[Int(second)].key })
        else { return nil }
        return Disagreement(
            code: .negation,
            left: "not " + left.text(of: left.tokens[Int(first)]),
            right: "not " + right.text(of: right.tokens[Int(second)])
        )
    }

    private func heads(_ text: AnalyzedText) -> [Int32] { text.negations }

    private func isDenied(_ token: TextToken, in text: AnalyzedText, _ heads: [Int32]) -> Bool {
        heads.contains { $0 >= 0 && text.tokens[Int($0)].key == token.key }
    }

    /// A word whose opposite is in the other text.
    var opposites: Disagreement? {
        for index in leftExtra {
            let token = left.tokens[index]
            guard token.concept >= 0, let opposite = lexicon.opposites[Int(token.concept)] else { continue }
            for other in rightExtra where right.tokens[other].concept == Int32(opposite) {
                return Disagreement(
                    code: .antonym,
                    left: left.text(of: token),
                    right: right.text(of: right.tokens[other])
                )
            }
        }
        return nil
    }

    // MARK: - Names and units

    /// Names, codes or units that stand where the other text has others.
    var names: Disagreement? {
        for index in leftExtra {
            for other in rightExtra {
                let first = left.tokens[index]
                let second = right.tokens[other]
                if isUnit(first), isUnit(second) {
                    return Disagreement(code: .unit, left: left.text(of: first), right: right.text(of: second))
                }
                if isEntity(first), isEntity(second) {
                    return Disagreement(code: .entity, left: left.text(of: first), right: right.text(of: second))
                }
            }
        }
        return nil
    }

    private func isUnit(_ token: TextToken) -> Bool {
        token.concept >= 0 && lexicon.concepts[Int(token.concept)].isUnit
    }

    private func isEntity(_ token: TextToken) -> Bool {
        switch token.shape {
        case .name, .code, .number: true
        case .known: lexicon.concepts[Int(token.concept)].isEntity
        case .katakana: token.concept < 0
        default: false
        }
    }

    // MARK: - Direction and order

    /// "USD to JPY" and "JPY to USD": both say both, but another one is bound by the same word.
    var direction: Disagreement? {
        if let turned = turnedRound ?? exchanged { return turned }
        for binding in left.bindings {
            let token = left.tokens[Int(binding.token)]
            guard canTurn(token), !isBound(token, by: binding.concept, in: right) else { continue }
            for other in right.bindings where other.concept == binding.concept {
                let counterpart = right.tokens[Int(other.token)]
                guard canTurn(counterpart), counterpart.key != token.key,
                    !isBound(counterpart, by: binding.concept, in: left),
                    right.tokens.contains(where: { $0.key == token.key }),
                    left.tokens.contains(where: { $0.key == counterpart.key })
                else { continue }
                let word = lexicon.concepts[Int(binding.concept)].name
                return Disagreement(
                    code: .direction,
                    left: "\(word) \(left.text(of: token))",
                    right: "\(word) \(right.text(of: counterpart))"
                )
            }
        }
        return nil
    }

    /// "The old laptop with the new charger" and "the new laptop with the old charger".
    private var exchanged: Disagreement? {
        let pairs = Self.neighbours(left)
        guard pairs.count > 1 else { return nil }
        let others = Set(Self.neighbours(right).map { [$0.0.key, $0.1.key] })
        for (index, (first, head)) in pairs.enumerated() {
            for (second, other) in pairs[(index + 1)...] where second.key != first.key && other.key != head.key {
                guard second.key != head.key, first.key != other.key, !others.contains([first.key, head.key]),
                    others.contains([first.key, other.key]), others.contains([second.key, head.key])
                else { continue }
                return Disagreement(
                    code: .direction,
                    left: "\(left.text(of: first)) \(left.text(of: head))",
                    right: "\(left.text(of: first)) \(left.text(of: other))"
                )
            }
        }
        return nil
    }

    private static func neighbours(_ text: AnalyzedText) -> [(TextToken, TextToken)] {
        Array(zip(text.tokens, text.tokens.dropFirst()))
    }

    /// What comes from a thing in one text goes to it in the other.
    private var turnedRound: Disagreement? {
        for binding in left.bindings where isSource(binding.concept) || isGoal(binding.concept) {
            let token = left.tokens[Int(binding.token)]
            guard canTurn(token), !isBound(token, by: binding.concept, in: right) else { continue }
            let other = right.bindings.first { candidate in
                right.tokens[Int(candidate.token)].key == token.key
                    && (isSource(binding.concept) ? isGoal(candidate.concept) : isSource(candidate.concept))
            }
            guard let other else { continue }
            return Disagreement(
                code: .direction,
                left: "\(lexicon.concepts[Int(binding.concept)].name) \(left.text(of: token))",
                right: "\(lexicon.concepts[Int(other.concept)].name) \(left.text(of: token))"
            )
        }
        return nil
    }

    private func isSource(_ concept: Int32) -> Bool { ["from", "から"].contains(lexicon.concepts[Int(concept)].name) }

    private func isGoal(_ concept: Int32) -> Bool {
        ["to", "へ", "に", "まで"].contains(lexicon.concepts[Int(concept)].name)
    }

    private func isBound(_ token: TextToken, by concept: Int32, in text: AnalyzedText) -> Bool {
        text.bindings.contains { $0.concept == concept && text.tokens[Int($0.token)].key == token.key }
    }

    /// Whether a token can change places with another: names, currencies, people; not verbs.
    private func canTurn(_ token: TextToken) -> Bool {
        token.concept < 0 || lexicon.concepts[Int(token.concept)].isNoun
    }

    /// "Can a manager overrule an employee" and the reverse: two that can change places did, round a word of both.
    var order: Disagreement? {
        guard left.language == .latin else { return nil }
        let passive = lexicon.concept(named: "by").map { Int32($0) }
        let isLeftPassive = left.bindings.contains { $0.concept == passive }
        guard isLeftPassive == right.bindings.contains(where: { $0.concept == passive }) else { return nil }
        let common = left.tokens.filter { token in
            token.weight > 0.2 && right.tokens.contains { $0.key == token.key }
        }
        for (index, first) in common.enumerated() where canTurn(first) {
            for second in common[(index + 1)...] where canTurn(second) && second.key != first.key {
                guard let firstPlace = place(of: first, in: right), let secondPlace = place(of: second, in: right),
                    secondPlace < firstPlace, isRound(first, second, secondPlace, firstPlace)
                else { continue }
                if right.joints.contains(Int32(firstPlace)) { continue }
                return Disagreement(
                    code: .order,
                    left: "\(left.text(of: first)), \(left.text(of: second))",
                    right: "\(left.text(of: second)), \(left.text(of: first))"
                )
            }
        }
        return nil
    }

    private func place(of token: TextToken, in text: AnalyzedText) -> Int? {
        text.tokens.firstIndex { $0.key == token.key }
    }

    /// Whether a word that cannot turn is between the two in both texts.
    private func isRound(_ first: TextToken, _ second: TextToken, _ start: Int, _ end: Int) -> Bool {
        guard let from = place(of: first, in: left), let to = place(of: second, in: left), from < to else {
            return false
        }
        return left.tokens[from..<to].contains { middle in
            isVerb(middle, between: first, second) && middle.weight > 0.2
                && right.tokens[start..<end].contains { $0.key == middle.key }
        }
    }

    /// Whether a token may be what one does to the other: no noun, or a word the lexicon lacks between two persons.
    private func isVerb(_ token: TextToken, between first: TextToken, _ second: TextToken) -> Bool {
        !canTurn(token) || (token.shape == .word && isEntity(first) && isEntity(second))
    }

    // MARK: - Questions

    /// Different kinds of question.
    var questions: Disagreement? {
        if left.kinds.agree(with: right.kinds) { return nil }
        return Disagreement(code: .question, left: left.kinds.text, right: right.kinds.text)
    }
}
