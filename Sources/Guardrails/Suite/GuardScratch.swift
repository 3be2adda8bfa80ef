/// The working memory of one suite, for one thread at a time.
public final class GuardScratch {
    /// What scans need; `nil` where nothing is scanned for.
    public let scanner: PatternScratch?
    let scorer: InjectionScratch?

    init(scanner: PatternScratch?, scorer: InjectionScratch?) {
        self.scanner = scanner
        self.scorer = scorer
    }
}
