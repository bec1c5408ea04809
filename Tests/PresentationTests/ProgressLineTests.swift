import Presentation
import Testing
import Workflow

@Suite struct ProgressLineTests {
    private func milliseconds(_ count: Int) -> Duration { .milliseconds(count) }

    @Test func `what is quick tells nothing`() {
        var line = ProgressLine()
        #expect(line.take(.began("Reading Jira"), at: milliseconds(1_000)) == nil)
        #expect(line.take(.progress(done: 1, total: 2), at: milliseconds(1_200)) == nil)
        #expect(line.clear() == nil)
    }

    @Test func `what is slow tells where it is, by itself or at the next event`() {
        var line = ProgressLine()
        #expect(line.take(.began("Reading Jira"), at: milliseconds(0)) == nil)
        #expect(line.text(at: milliseconds(249)) == nil)
        #expect(line.text(at: milliseconds(250)) == "\r\u{1b}[KReading Jira …")
        #expect(
            line.take(.progress(done: 5, total: 9), at: milliseconds(300))
                == "\r\u{1b}[KReading Jira (5 of 9) …"
        )
        #expect(line.clear() == "\r\u{1b}[K")
        #expect(line.clear() == nil)
    }

    @Test func `it is drawn at most thirty times a second`() {
        var line = ProgressLine()
        _ = line.take(.began("Writing"), at: milliseconds(0))
        let drawn = (250..<1_250).count {
            line.take(.progress(done: $0, total: 2_000), at: milliseconds($0)) != nil
        }
        #expect(drawn <= 31 && drawn >= 29)
    }

    @Test(arguments: [
        (20, "Reading Jira (15 o…"), (28, "Reading Jira (15 of 900) …"), (27, "Reading Jira (15 of 900) …"),
        (2, "…"),
    ])
    func `it stays within the terminal`(columns: Int, line text: String) {
        var line = ProgressLine()
        _ = line.take(.began("Reading Jira"), at: milliseconds(0))
        let drawn = line.take(.progress(done: 15, total: 900), at: milliseconds(300), columns: columns)
        #expect(drawn == "\r\u{1b}[K\(text)")
        #expect(text.count < columns)
    }

    @Test func `after it was taken away it waits again`() {
        var line = ProgressLine()
        _ = line.take(.began("Reading"), at: milliseconds(0))
        #expect(line.text(at: milliseconds(400)) != nil)
        _ = line.clear()
        #expect(line.text(at: milliseconds(900)) == nil)
        #expect(line.take(.began("Writing"), at: milliseconds(1_000)) == nil)
        #expect(line.text(at: milliseconds(1_250)) == "\r\u{1b}[KWriting …")
    }

    @Test func `warnings are not for the line, and names from Jira cannot move the cursor`() {
        var line = ProgressLine()
        #expect(line.take(.warning("w"), at: milliseconds(999)) == nil)
        _ = line.take(.began("a\u{1b}[2Jb"), at: milliseconds(1_000))
        #expect(line.text(at: milliseconds(2_000)) == "\r\u{1b}[Ka\u{FFFD}[2Jb …")
    }
}
