/// The working memory of one suite, for one thread at a time.
public final class GuardScratch {
    let scanner: PatternScratch?
    let scorer: InjectionScratch?
    let words: [Int: WordFilter.Scratch]

    init(scanner: PatternScratch?, scorer: InjectionScratch?, words: [Int: WordFilter.Scratch]) {
        self.scanner = scanner
        self.scorer = scorer
        self.words = words
    }
}
