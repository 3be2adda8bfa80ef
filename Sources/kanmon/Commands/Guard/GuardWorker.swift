import Guardrails
import Synchronization

/// The filters, and the memory that one thread needs to run them.
final class GuardWorker: Sendable {
    private let scanner: Scanner
    private let scratch: Mutex<PatternScratch?>
    private let scorer: InjectionScorer
    private let injectionScratch: Mutex<InjectionScratch>

    init(_ scanner: Scanner, _ scorer: InjectionScorer) throws {
        self.scanner = scanner
        self.scorer = scorer
        scratch = Mutex(try scanner.makeScratch())
        injectionScratch = Mutex(try scorer.makeScratch())
    }

    /// What is found in each text of a line.
    func scan(_ line: GuardLine) throws -> [[Finding]] {
        try scratch.withLock { scratch in
            try line.texts.map {
                try scanner.scan($0.bytes, context: ScanContext(origin: $0.origin), using: scratch)
            }
        }
    }

    /// How much the texts of a line together look like an attack on a model's instructions. The place of a reason is one of
    /// the line's texts.
    func injection(_ line: GuardLine) throws -> InjectionVerdict {
        let normalizer = Normalizer()
        let texts = line.texts.map {
            ScoredText(normalizer.normalize($0.bytes), ScanContext(origin: $0.origin))
        }
        return try injectionScratch.withLock { try scorer.score(texts, using: $0) }
    }
}
