import JSON
import Testing

struct PropertyTests {
    @Test(arguments: [JSON.Style.compact, .pretty])
    func `reads back what it writes`(style: JSON.Style) throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<400 {
            let value = generator.json()
            let read = try JSON(parsing: value.serialized(style))
            #expect(read == value)
            #expect(read.text() == value.text())
        }
    }

    @Test func `canonical text is the same after a round and a shuffle`() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<400 {
            let value = generator.json()
            let canonical = value.text(.canonical)
            #expect(try JSON(parsing: canonical).text(.canonical) == canonical)
            guard let members = value.object else { continue }
            let shuffled = JSONObject(members.map { ($0.key, $0.value) }.shuffled(using: &generator))
            #expect(JSON.object(shuffled).text(.canonical) == canonical)
            #expect(JSON.object(shuffled) == value)
        }
    }

    @Test func `every prefix of a document is an error`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let document = JSON.array([generator.json(depth: 2)]).serialized()
            for length in 0..<document.count {
                #expect(throws: JSONError.self) { try JSON(parsing: document[..<length]) }
            }
        }
    }

    @Test
    func `bytes at random and documents with a spoilt byte never crash, and skipping agrees with reading`() {
        var generator = SeededGenerator(seed: 4)
        var accepted = 0
        for round in 0..<4000 {
            var bytes: [UInt8]
            if round % 2 == 0 {
                bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            } else {
                bytes = generator.json(depth: 2).serialized()
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = Array(#"{}[]",:\u0e-.n"#.utf8).randomElement(using: &generator) ?? 0
            }
            let value = try? JSON(parsing: bytes)
            let skipped: Void? = try? bytes.withUnsafeBytes { buffer in
                var scanner = JSONScanner(buffer)
                try scanner.skip()
                try scanner.finish()
            }
            if value != nil {
                accepted += 1
                #expect(skipped != nil)
            }
        }
        #expect(accepted > 100)
    }
}
