import java.io.File;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;

/** Fill PDF OUT NAME VALUE ...: fills fields by name, as PDFBox does it: with appearances, by the font of the file. */
public class Fill {
    public static void main(String[] a) throws Exception {
        PDDocument d = PDDocument.load(new File(a[0]));
        PDAcroForm f = d.getDocumentCatalog().getAcroForm();
        for (int i = 2; i + 1 < a.length; i += 2) {
            PDField x = f.getField(a[i]);
            if (x == null) throw new Exception("no field " + a[i]);
            if (x instanceof PDCheckBox) ((PDCheckBox) x).check();
            else x.setValue(a[i + 1]);
        }
        d.save(a[1]);
        d.close();
    }
}
