extension Script {
    /// The answer as a stream; several choices take turns, piece by piece, as they do at real providers.
    var events: [ScriptEvent] {
        var events: [ScriptEvent] = [.start]
        for index in choices.indices { events.append(.openChoice(index)) }
        let lanes = choices.indices.map(lane)
        var position = 0
        while lanes.contains(where: { position < $0.count }) {
            for lane in lanes where position < lane.count { events.append(lane[position]) }
            position += 1
        }
        for index in choices.indices { events.append(.finish(choice: index)) }
        events.append(.end)
        return events
    }

    private func lane(_ choice: Int) -> [ScriptEvent] {
        var events: [ScriptEvent] = []
        for (block, contents) in choices[choice].blocks.enumerated() {
            events.append(.openBlock(choice: choice, block: block))
            if choice == 0, block == 0 { events.append(.ping) }
            for piece in Tokens.split(contents.streamedText) {
                events.append(.piece(choice: choice, block: block, piece))
            }
            if contents.isThinking { events.append(.signature(choice: choice, block: block)) }
            events.append(.closeBlock(choice: choice, block: block))
        }
        return events
    }
}
