/// A regular expression as instructions for a machine that follows all ways through it at once.
struct PatternProgram: Sendable {
    private enum Instruction: Sendable {
        case take(ScalarSet)
        case both(Int, Int)
        case jump(Int)
        case check(PatternNode.Assertion)
        case match
    }

    private var instructions: [Instruction] = []
    private var work = 0
    private let ignoresCase: Bool

    /// Compiles a tree.
    /// - Throws: ``PatternError`` where the program would be too large.
    init(compiling node: PatternNode, ignoresCase: Bool) throws(PatternError) {
        self.ignoresCase = ignoresCase
        try emit(node)
        try add(.match)
    }

    // MARK: Compiling

    private mutating func add(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Pattern.maximumInstructions else {
            throw PatternError(reason: .tooLarge, position: 0)
        }
        instructions.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) throws(PatternError) {
        // Repeated nothing makes no instructions; nested, it would still take for ever.
        work += 1
        if work > 16 * Pattern.maximumInstructions { throw PatternError(reason: .tooLarge, position: 0) }
        switch node {
        case .empty: break
        case .set(let set): try add(.take(set))
        case .assertion(let assertion): try add(.check(assertion))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .choice(let options): try emit(options[...])
        case .repetition(let part, let least, let most):
            for _ in 0..<least { try emit(part) }
            if let most {
                try emitOptional(part, times: most - least)
            } else {
                let split = instructions.count
                try add(.match)
                try emit(part)
                try add(.jump(split))
                instructions[split] = .both(split + 1, instructions.count)
            }
        }
    }

    private mutating func emit(_ options: ArraySlice<PatternNode>) throws(PatternError) {
        var jumps: [Int] = []
        for (index, option) in zip(options.indices, options) {
            if index == options.endIndex - 1 {
                try emit(option)
            } else {
                let split = instructions.count
                try add(.match)
                try emit(option)
                jumps.append(instructions.count)
                try add(.match)
                instructions[split] = .both(split + 1, instructions.count)
            }
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emitOptional(_ part: PatternNode, times: Int) throws(PatternError) {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(instructions.count)
            try add(.match)
            try emit(part)
        }
        for split in splits { instructions[split] = .both(split + 1, instructions.count) }
    }

    // MARK: Matching

    /// Whether the expression matches somewhere in the text.
    func matches(_ text: String) -> Bool {
        var machine = Machine(size: instructions.count)
        var rest = text.unicodeScalars.makeIterator()
        var place = Place(previous: nil, next: rest.next())
        for count in 0...Pattern.maximumText {
            if follow(0, at: place, in: &machine) { return true }
            guard count < Pattern.maximumText, let scalar = place.next else { return false }
            place = Place(previous: scalar, next: rest.next())
            machine.advance()
            let cases = ignoresCase ? ScalarCases(of: scalar) : ScalarCases(only: scalar)
            for address in machine.waiting where takes(address, scalar, cases) {
                if follow(address + 1, at: place, in: &machine) { return true }
            }
        }
        return false
    }

    private func takes(_ address: Int, _ scalar: Unicode.Scalar, _ cases: ScalarCases) -> Bool {
        guard case .take(let set) = instructions[address] else { return false }
        return ignoresCase ? set.contains(cases) : set.contains(scalar.value)
    }

    /// Follows every way from an instruction to those that take a scalar.
    /// - Returns: whether one leads to the end.
    private func follow(_ start: Int, at place: Place, in machine: inout Machine) -> Bool {
        machine.stack.append(start)
        while let address = machine.stack.popLast() {
            guard machine.visit(address) else { continue }
            switch instructions[address] {
            case .match: return true
            case .jump(let target): machine.stack.append(target)
            case .both(let one, let other):
                machine.stack.append(other)
                machine.stack.append(one)
            case .check(let assertion): if place.satisfies(assertion) { machine.stack.append(address + 1) }
            case .take: machine.reached.append(address)
            }
        }
        return false
    }
}

/// A place between two scalars.
private struct Place {
    let previous: Unicode.Scalar?
    let next: Unicode.Scalar?

    func satisfies(_ assertion: PatternNode.Assertion) -> Bool {
        switch assertion {
        case .textStart: previous == nil
        case .textEnd: next == nil
        case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
        case .noWordBoundary: Self.isWord(previous) == Self.isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ScalarSet.words.contains($0.value) } ?? false
    }
}

/// Where the ways through a program have come to.
private struct Machine {
    /// Instructions that wait for the next scalar.
    private(set) var waiting: [Int] = []
    /// Instructions that will wait for the one after.
    var reached: [Int] = []
    /// Instructions still to be followed.
    var stack: [Int] = []
    private var visited: [Int]
    private var round = 1

    init(size: Int) { visited = Array(repeating: 0, count: size) }

    /// Goes on behind the next scalar.
    mutating func advance() {
        swap(&waiting, &reached)
        reached.removeAll(keepingCapacity: true)
        round += 1
    }

    /// Notes an instruction.
    /// - Returns: whether it had not been visited at this place.
    mutating func visit(_ address: Int) -> Bool {
        guard visited[address] != round else { return false }
        visited[address] = round
        return true
    }
}
