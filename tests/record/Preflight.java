// Preflight.java FILE…: Apache PDFBox's Preflight, which knows PDF/A-1b, and the text as PDFBox reads it (FILE.pdfbox.txt).
// A line a file: its name, a tab, and the codes of what is wrong, but for what PDF/A-2 has dropped or tells otherwise:
// CIDSet (3.1.11), and the number of the part and the namespaces that go with it (7.11, 7.4.1). A file is given without
// cross-reference and object streams, which PDF/A-1 does not have.
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.pdfbox.preflight.Format;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;
import org.apache.pdfbox.text.PDFTextStripper;

public class Preflight {
    private static final Pattern DROPPED = Pattern.compile("3\\.1\\.11|7\\.11(\\.\\d)?|7\\.4\\.1");

    private static ValidationResult look(File file) throws Exception {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse(Format.PDF_A1B);
        } catch (SyntaxValidationException e) {
            return e.getResult();
        }
        try (PreflightDocument document = parser.getPreflightDocument()) {
            document.validate();
            Files.writeString(Path.of(file.getPath() + ".pdfbox.txt"), new PDFTextStripper().getText(document));
            return document.getResult();
        }
    }

    private static String wrong(String name) {
        TreeSet<String> found = new TreeSet<>();
        try {
            for (ValidationResult.ValidationError e : look(new File(name)).getErrorsList())
                if (!DROPPED.matcher(e.getErrorCode()).matches())
                    found.add(e.getErrorCode() + " " + e.getDetails());
        } catch (Exception e) {
            found.add(e.toString());
        }
        return name + "\t" + String.join("; ", found);
    }

    public static void main(String[] names) {
        Logger.getLogger("").setLevel(Level.OFF);
        for (String name : names)
            System.out.println(wrong(name));
    }
}
