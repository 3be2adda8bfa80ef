import ModelAPI

extension Usage {
    /// Counts what was read from a cache or written to it as plain input. Counts below nothing are none.
    mutating func takeOutOfCache() {
        func move(_ cached: inout Int, to plain: inout Int) {
            guard cached != 0 else { return }
            let (sum, overflow) = max(plain, 0).addingReportingOverflow(max(cached, 0))
            plain = overflow ? .max : sum
            cached = 0
        }
        // Shares of what is read are no more than all of it, or what is left of it would be read twice.
        var rest = max(cacheRead, 0)
        func bounded(_ share: Int) -> Int {
            let share = min(max(share, 0), rest)
            rest -= share
            return share
        }
        cachedAudio = bounded(cachedAudio)
        cachedImage = bounded(cachedImage)
        cachedVideo = bounded(cachedVideo)
        // The shares of plain input must be shares of what that was before.
        var plain = max(input, 0)
        func boundedPlain(_ share: Int) -> Int {
            let share = min(max(share, 0), plain)
            plain -= share
            return share
        }
        audioInput = boundedPlain(audioInput)
        imageInput = boundedPlain(imageInput)
        videoInput = boundedPlain(videoInput)
        move(&cachedAudio, to: &audioInput)
        move(&cachedImage, to: &imageInput)
        move(&cachedVideo, to: &videoInput)
        move(&cacheRead, to: &input)
        move(&cacheWrite5m, to: &input)
        move(&cacheWrite1h, to: &input)
    }
}
