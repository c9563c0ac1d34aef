import static io.trino.testing.TestingSession.testSessionBuilder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.plugin.memory.MemoryConnectorFactory;
import io.trino.testing.LocalQueryRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs files of SQL on Trino, in the order given, and prints each one's rows as a line of JSON. */
public class Answers {
    public static void main(String[] files) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Session session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        try (LocalQueryRunner trino = LocalQueryRunner.create(session)) {
            trino.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
            for (String file : files) {
                List<List<Object>> rows = new ArrayList<>();
                trino.execute(session, Files.readString(Path.of(file))).forEach(row -> rows.add(
                        row.getFields().stream().map(Answers::plain).toList()));
                System.out.println(json.writeValueAsString(rows));
            }
        }
    }

    private static Object plain(Object value) {
        return value == null || value instanceof Number || value instanceof String ? value : value.toString();
    }
}
