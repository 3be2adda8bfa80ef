import Guardrails
import JSONText

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The lines of `kanmon guard`: read as they come, answered on several cores, printed in order.
struct GuardLines {
    /// Answers one line.
    typealias Answer = @Sendable (BuiltInFilters, TriedTexts) throws -> JSONObject

    /// More lines than these are not looked at before the first answers are printed.
    private static let longestBatch = 1024

    private let workers: [BuiltInFilters]
    private let input: String

    init(_ options: GuardOptions) throws {
        input = options.input
        let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        workers = try (0..<max(1, options.jobs ?? cores)).map { _ in try BuiltInFilters() }
    }

    /// What became of a line.
    private enum Outcome: Sendable {
        case answer([UInt8])
        case problem(String)
        case blank
    }

    /// Answers all lines.
    /// - Throws: ``CommandFailure`` at the end, where lines had errors.
    func answer(_ answer: @escaping Answer) async throws {
        guard var reader = LineReader(path: input == "-" ? nil : input, limit: TriedTexts.longest) else {
            throw CommandFailure("\(input): cannot read the file")
        }
        var number = 0
        var failures = 0
        while let first = reader.next() {
            // Lines that wait already are taken together; nobody waits for a batch to fill.
            var batch = [first]
            while batch.count < Self.longestBatch, reader.hasLineWaiting, let line = reader.next() {
                batch.append(line)
            }
            var answers: [UInt8] = []
            for outcome in await outcomes(of: batch, answer) {
                number += 1
                switch outcome {
                case .answer(let bytes): answers += bytes + [UInt8(ascii: "\n")]
                case .problem(let message):
                    failures += 1
                    Terminal.writeError("line \(number): \(message)")
                case .blank: break
                }
            }
            if !answers.isEmpty { Terminal.write(String(decoding: answers, as: UTF8.self)) }
        }
        if reader.hasFailed { throw CommandFailure("\(input): reading ended with an error") }
        if failures > 0 { throw CommandFailure("\(failures) \(failures == 1 ? "line has" : "lines have") errors") }
    }

    private func outcomes(of lines: [[UInt8]], _ answer: @escaping Answer) async -> [Outcome] {
        let share = (lines.count + workers.count - 1) / workers.count
        guard workers.count > 1, lines.count > 1 else {
            return lines.map { Self.outcome(of: $0, workers[0], answer) }
        }
        return await withTaskGroup(of: (Int, [Outcome]).self) { group in
            for (index, worker) in workers.enumerated() {
                let own = lines.dropFirst(index * share).prefix(share)
                guard !own.isEmpty else { break }
                group.addTask { (index, own.map { Self.outcome(of: $0, worker, answer) }) }
            }
            var parts = [[Outcome]](repeating: [], count: workers.count)
            for await (index, outcomes) in group { parts[index] = outcomes }
            return parts.flatMap(\.self)
        }
    }

    private static func outcome(of line: [UInt8], _ worker: BuiltInFilters, _ answer: Answer) -> Outcome {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return .blank }
        do {
            return .answer(JSONValue.object(try answer(worker, try TriedTexts(line))).bytes)
        } catch let problem as TriedTexts.Problem {
            return .problem(problem.message)
        } catch {
            return .problem("\(error)")
        }
    }
}
