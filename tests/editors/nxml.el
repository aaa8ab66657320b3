;;; editors.el --- what Emacs makes of the grammars: nxml-mode validates and completes by them.
;; emacs -Q --batch -l nxml.el -f renkei-check-all SCHEMAS.xml ASKS FILE…
;; Every FILE is valid. A line of ASKS is  FILE|BEFORE|TYPED|OFFERED,…  : behind the first BEFORE of the file, what is
;; typed can be completed to each of what is offered; nothing offered: what is typed is an error.
(require 'nxml-mode)
(require 'rng-valid)
(require 'rng-nxml)

(defvar renkei-bad 0)
(defvar renkei-asked 0)

(defun renkei-complain (format &rest args)
  (setq renkei-bad (1+ renkei-bad))
  (princ (concat (apply #'format format args) "\n")))

(defun renkei-validate ()
  "How many errors nxml-mode finds in the buffer."
  (rng-validate-mode 0)
  (rng-auto-set-schema t)
  (rng-validate-mode 1)
  (while (rng-do-some-validation))
  rng-error-count)

(defun renkei-offered ()
  "What completion offers at point."
  (let ((found (rng-completion-at-point)))
    (and found
         (let ((table (nth 2 found)))
           (mapcar (lambda (word) (string-trim-right word "[= \"]+"))
                   (all-completions (buffer-substring-no-properties (nth 0 found) (nth 1 found)) table))))))

(defun renkei-ask (file before typed wanted)
  (goto-char (point-min))
  (if (not (search-forward before nil t))
      (renkei-complain "%s: no %s" file before)
    (let ((start (point)))
      (insert typed)
      (let ((errors (renkei-validate)) (offered (progn (goto-char (+ start (length typed))) (renkei-offered))))
        (when (and (null wanted) (= 0 errors))
          (renkei-complain "%s: %s%s is no error" file before typed))
        (dolist (word wanted)
          (unless (member word offered)
            (renkei-complain "%s: behind %s%s there is no %s but %s" file before typed word offered))))
      (delete-region start (+ start (length typed))))))

(defun renkei-lines (file)
  (split-string (with-temp-buffer (insert-file-contents file) (buffer-string)) "\n" t))

(defun renkei-check-file (file root asks)
  (find-file (expand-file-name file root))
  (nxml-mode)
  (when (/= 0 (renkei-validate))
    (renkei-complain "%s: %d errors" file rng-error-count))
  (unless rng-current-schema-file-name
    (renkei-complain "%s: no grammar" file))
  (dolist (line asks)
    (let ((parts (split-string line "|")))
      (when (equal (car parts) file)
        (setq renkei-asked (1+ renkei-asked))
        (renkei-ask file (nth 1 parts) (nth 2 parts) (split-string (nth 3 parts) "," t)))))
  (set-buffer-modified-p nil)
  (kill-buffer))

(defun renkei-check-all ()
  (let ((asks (renkei-lines (cadr command-line-args-left))) (files (cddr command-line-args-left))
        (root default-directory))
    (setq rng-schema-locating-files (list (expand-file-name (car command-line-args-left))))
    (dolist (file files)
      (renkei-check-file file root asks))
    (unless (= renkei-asked (length asks))
      (renkei-complain "%d of %d asks were asked" renkei-asked (length asks)))
    (kill-emacs (if (= 0 renkei-bad) 0 1))))
